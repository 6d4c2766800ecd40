"""The screen "Équipe": roles given, changed and taken back, inside one portail."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from home import equipe
from home.errors import DernierAdministrateur, RolePerdu
from home.models import Portail
from home.perms import role_on
from home.roles import RoleRedaction
from tests.factories.home import make_redacteur

REDACTEUR, RELECTEUR, ADMIN = (
    RoleRedaction.REDACTEUR,
    RoleRedaction.RELECTEUR,
    RoleRedaction.ADMINISTRATEUR,
)


@pytest.fixture
def chef(portail):
    return make_redacteur(portail, email="chef@a.example.test")


@pytest.fixture
def ecran(chef):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(chef)
    return client


def test_the_team_of_one_portail_is_shown_and_no_other(ecran, portail, voisin):
    make_redacteur(portail, email="plume@a.example.test", role=REDACTEUR)
    ailleurs = make_redacteur(voisin, email="secret@b.example.test")
    html = ecran.get("/cms/equipe/").content.decode()
    assert "chef@a.example.test" in html
    assert "plume@a.example.test" in html
    assert "secret@b.example.test" not in html
    for geste in ("role", "retirer"):
        response = ecran.post(f"/cms/equipe/{ailleurs.pk}/{geste}/", {"role": "1"})
        assert response.status_code == 404
    assert role_on(get_user_model().objects.get(pk=ailleurs.pk), voisin) is ADMIN


def test_an_address_known_elsewhere_is_answered_as_a_new_one(ecran, voisin, mailoutbox):
    connu = make_redacteur(voisin, email="connu@b.example.test")
    connu.first_name, connu.last_name = "Prénom", "Secret"
    connu.save()
    answers = []
    for email in ("connu@b.example.test", "neuf@x.example.test"):
        response = ecran.post("/cms/equipe/", {"email": email, "role": int(REDACTEUR)}, follow=True)
        html = response.content.decode().replace(email, "…")
        answers.append(re.findall(r"Invitation envoyée[^<]*", html))
        assert "Secret" not in html
    assert answers[0] == answers[1] != []
    assert [m.to for m in mailoutbox] == [["connu@b.example.test"], ["neuf@x.example.test"]]
    assert "/key/" not in mailoutbox[0].body
    assert "http://a.example.test/agents/compte/" in mailoutbox[1].body


def test_a_role_is_changed_then_taken_back(ecran, portail):
    plume = make_redacteur(portail, email="plume@a.example.test", role=REDACTEUR)
    ecran.post(f"/cms/equipe/{plume.pk}/role/", {"role": int(RELECTEUR)})
    assert role_on(get_user_model().objects.get(pk=plume.pk), portail) is RELECTEUR
    ecran.post(f"/cms/equipe/{plume.pk}/retirer/")
    assert role_on(get_user_model().objects.get(pk=plume.pk), portail) is None


def test_the_last_administrator_stays(ecran, chef, portail):
    make_redacteur(portail, email="plume@a.example.test", role=RELECTEUR)
    for geste in ("role", "retirer"):
        response = ecran.post(f"/cms/equipe/{chef.pk}/{geste}/", {"role": "1"}, follow=True)
        assert DernierAdministrateur.phrase in response.content.decode()
    assert role_on(get_user_model().objects.get(pk=chef.pk), portail) is ADMIN


def test_whoever_gives_up_the_role_is_led_to_what_is_left(ecran, chef, portail):
    make_redacteur(portail, email="autre@a.example.test")
    response = ecran.post(f"/cms/equipe/{chef.pk}/role/", {"role": int(REDACTEUR)}, follow=True)
    assert response.redirect_chain[-1][0] == "/cms/"
    assert response.status_code == 200


def test_two_administrators_cannot_remove_each_other(chef, portail):
    autre = make_redacteur(portail, email="autre@a.example.test")
    equipe.remove(portail=portail, membre=autre, auteur=chef)
    with pytest.raises(RolePerdu):
        equipe.remove(portail=portail, membre=chef, auteur=autre)
    assert [m.email for m in equipe.list_team(portail)] == [chef.email]


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"email": "", "role": "1"}, "Écrivez l’adresse de la personne"),
        ({"email": "pas une adresse", "role": "1"}, "Écrivez une adresse complète"),
        ({"email": "x@example.test", "role": "9"}, "Choisissez un rôle de la liste."),
        ({"email": "x@example.test"}, "Choisissez ce que la personne pourra faire."),
    ],
)
def test_a_bad_invitation_says_what_to_do_and_keeps_what_was_typed(ecran, saisie, phrase):
    response = ecran.post("/cms/equipe/", saisie)
    assert response.status_code == 422
    assert phrase in response.content.decode()
    assert saisie["email"] in response.content.decode()


def test_a_mail_server_that_does_not_answer_changes_nothing(ecran, portail, monkeypatch):
    monkeypatch.setattr(
        "booking.services.comptes.send_mail", lambda *a, **k: (_ for _ in ()).throw(OSError)
    )
    response = ecran.post("/cms/equipe/", {"email": "neuf@x.example.test", "role": "1"})
    assert "Le courriel n’a pas pu partir" in response.content.decode()
    assert not get_user_model().objects.filter(email="neuf@x.example.test").exists()


def test_the_first_administrator_administers(db, portail):
    from home.invitation import invite_administrator

    invite_administrator(portail=Portail.objects.get(pk=portail.pk), email="un@a.example.test")
    assert [m.fonction.role for m in equipe.list_team(portail)] == [ADMIN]
