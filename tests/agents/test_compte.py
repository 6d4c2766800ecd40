"""Signing in and out, and the account's pages."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from tests.agents.conftest import MOT_DE_PASSE, signed_in

LOGIN = "/agents/compte/login/"


@pytest.fixture
def visiteur(equipe) -> Client:
    return Client()


def sign_in(browser, email, password=MOT_DE_PASSE, **extra):
    return browser.post(LOGIN, {"login": email, "password": password, **extra})


def test_a_closed_door_leads_to_the_sign_in_page_and_back(visiteur, equipe):
    asked = visiteur.get("/agents/plages/")
    assert asked["Location"] == f"{LOGIN}?next=/agents/plages/"

    answer = sign_in(visiteur, equipe.sophie.user.email, next="/agents/plages/")

    assert answer["Location"] == "/agents/plages/"


def test_an_agent_lands_in_the_agenda(visiteur, equipe):
    assert sign_in(visiteur, equipe.sophie.user.email.upper())["Location"] == "/agents/"


def test_a_wrong_password_is_said_in_french_without_saying_which(visiteur, equipe):
    wrong = sign_in(visiteur, equipe.sophie.user.email, "faux")
    unknown = sign_in(visiteur, "personne@example.org", "faux")

    for answer in (wrong, unknown):
        page = BeautifulSoup(answer.text, "html.parser")
        assert (
            "L’adresse ou le mot de passe ne correspond pas" in page.find(class_="pv-resume").text
        )
        assert page.title.text.startswith("Erreur")


def test_too_many_tries_are_stopped(visiteur, equipe):
    for _ in range(6):
        answer = sign_in(visiteur, equipe.sophie.user.email, "faux")

    assert "Trop d’essais" in answer.text
    assert "Trop d’essais" in sign_in(visiteur, equipe.sophie.user.email).text


def test_signing_out_is_a_post(equipe):
    browser = signed_in(equipe.sophie)

    browser.get("/agents/compte/logout/")
    assert browser.get("/agents/").status_code == 200

    browser.post("/agents/compte/logout/")
    assert browser.get("/agents/").status_code == 302


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/"])
def test_an_account_is_given_never_taken(visiteur, equipe, path):
    assert visiteur.get(f"/agents/compte/{path}").status_code == 404
    assert signed_in(equipe.sophie).get(f"/agents/compte/{path}").status_code == 404


def test_nobody_is_sent_elsewhere_after_signing_in(visiteur, equipe):
    answer = sign_in(visiteur, equipe.sophie.user.email, next="https://ailleurs.example/")

    assert answer["Location"] == "/agents/"


def test_a_forgotten_password_is_chosen_again_by_e_mail(visiteur, equipe):
    email = equipe.sophie.user.email
    visiteur.post("/agents/compte/password/reset/", {"email": email})
    (sent,) = mail.outbox
    path = re.search(r"/agents/compte/password/reset/key/\S+", sent.body)[0]
    page = visiteur.get(path, follow=True)
    new = "une-autre-phrase-longue"

    visiteur.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert sign_in(visiteur, email, new)["Location"] == "/agents/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(visiteur, equipe):
    answer = visiteur.post("/agents/compte/password/reset/", {"email": "x@example.org"})

    assert answer.status_code == 302
    assert mail.outbox == []


def test_my_account_offers_the_second_step(equipe):
    page = signed_in(equipe.sophie).get("/agents/compte/").text

    assert "Activer la connexion en deux étapes" in page
    assert "Se déconnecter" in page


def test_with_a_second_step_the_password_is_not_enough(visiteur, equipe):
    user = equipe.sophie.user
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(secret)},
    )

    asked = sign_in(visiteur, user.email)
    assert asked["Location"].startswith("/agents/compte/2fa/authenticate/")
    assert visiteur.get("/agents/").status_code == 302

    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    assert visiteur.post(asked["Location"], {"code": code})["Location"] == "/agents/"
    assert visiteur.get("/agents/").status_code == 200


PAGES = [
    "login/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/x-faux/",
    "inactive/",
]
OWN_PAGES = [
    "",
    "logout/",
    "password/change/",
    "reauthenticate/",
    "2fa/",
    "2fa/totp/activate/",
]


@pytest.mark.parametrize(
    ("path", "own"), [(p, False) for p in PAGES] + [(p, True) for p in OWN_PAGES]
)
def test_account_pages_are_ours_in_french_and_carry_no_script(visiteur, equipe, path, own):
    if own:
        sign_in(visiteur, equipe.sophie.user.email)

    answer = visiteur.get(f"/agents/compte/{path}", follow=True)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert page.html["lang"] == "fr" and len(page.find_all("h1")) == 1
    assert not page.find_all("script") and not page.find_all(style=True)
    assert page.find(class_="pv-barre")
    for english in ("Sign In", "Password Reset", "Confirm Access", "Email", "Sign Out"):
        assert english not in page.get_text()
