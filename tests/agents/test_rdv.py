"""The page of one Rdv: what it shows, what it writes, who read it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from booking.models import Auteur, Consultation, Genre, Message, Nature, Occupation, Statut
from booking.models.message import EtatMessage
from booking.notifications import outbox
from tests.agents.conftest import at, signed_in
from tests.factories.booking import ProcheFactory, RdvFactory, UsagerFactory

pytestmark = pytest.mark.usefixtures("lundi_matin")


@pytest.fixture
def rdv(equipe):
    return RdvFactory(
        motif=equipe.motif,
        agent=equipe.sophie,
        lieu=equipe.lieu,
        debut=at(14),
        usager=UsagerFactory(territoire=equipe.territoire, prenom="Claire", nom="Moreau"),
    )


def page_of(client, rdv):
    return BeautifulSoup(client.get(f"/agents/rdv/{rdv.uid}/").text, "html.parser")


def post(client, rdv, end, **data):
    return client.post(f"/agents/rdv/{rdv.uid}/{end}/", data)


def test_the_page_shows_people_contact_and_how_it_was_decided(client, rdv):
    proche = ProcheFactory(usager=rdv.participations.get().usager, naissance=dt.date(2026, 8, 14))
    rdv.participations.update(proche=proche)
    rdv.lon, rdv.lat, rdv.adresse_type = 2.5, 44.3, "housenumber"
    rdv.besoin_interprete = "ukrainien"
    rdv.reponses = [{"question": "Une première visite ?", "reponse": "Non"}]
    rdv.save()
    outbox.plan_confirmation(rdv=rdv, now=at(8))

    text = " ".join(page_of(client, rdv).main.get_text(" ", strip=True).split())

    for shown in (
        "Inès Moreau",
        "14 août 2026 (4 mois)",
        "Claire Moreau",
        "06 39 98 12 45",
        "Consultation (PMI)",
        "Maison d’Orval",
        "ukrainien",
        "Une première visite ? Non",
        "Aucun secteur trouvé (adresse exacte).",
        "SMS de confirmation : prévu",
        "Réservé par : usager",
    ):
        assert shown in text, shown


def test_the_title_names_nobody(client, rdv):
    assert "Moreau" not in page_of(client, rdv).title.text


def test_a_page_view_is_logged_once(client, equipe, rdv):
    client.get(f"/agents/rdv/{rdv.uid}/")

    seen = Consultation.objects.get()
    assert (seen.agent, seen.rdv, seen.le) == (equipe.sophie, rdv, at(8))


def test_a_head_request_or_a_refusal_is_not_a_reading(client, equipe, rdv):
    client.head(f"/agents/rdv/{rdv.uid}/")
    signed_in(equipe.agent(equipe.discret)).get(f"/agents/rdv/{rdv.uid}/")

    assert not Consultation.objects.exists()


@pytest.mark.parametrize("statut", [Statut.HONORE, Statut.ABSENT, Statut.EXCUSE])
def test_a_status_is_kept_with_who_and_when(client, equipe, rdv, statut):
    answer = post(client, rdv, "statut", statut=statut)

    rdv.refresh_from_db()
    assert answer.status_code == 302
    assert (rdv.statut, rdv.statut_agent, rdv.statut_le) == (statut, equipe.sophie, at(8))
    assert rdv.statut_par == Auteur.AGENT


@pytest.mark.parametrize("statut", ["", "vu", "tenue"])
def test_an_unknown_status_is_refused_in_french(client, rdv, statut):
    answer = post(client, rdv, "statut", statut=statut)

    rdv.refresh_from_db()
    assert answer.status_code == 400
    assert "Choisissez un état" in answer.text
    assert "<title>Erreur" in answer.text
    assert rdv.statut == Statut.A_VENIR


def test_cancelled_by_the_service_asks_whether_to_tell(client, rdv):
    answer = post(client, rdv, "statut", statut="annule_service")

    rdv.refresh_from_db()
    assert answer["Location"].endswith("/annuler/")
    assert rdv.statut == Statut.A_VENIR


def test_reading_the_cancellation_page_changes_nothing(client, rdv):
    answer = client.get(f"/agents/rdv/{rdv.uid}/annuler/")

    rdv.refresh_from_db()
    assert "Annuler et prévenir" in answer.text
    assert rdv.statut == Statut.A_VENIR


@pytest.mark.parametrize(("prevenir", "told"), [("oui", True), ("non", False)])
def test_cancelling_tells_the_usager_only_if_asked(client, rdv, prevenir, told):
    outbox.plan_confirmation(rdv=rdv, now=at(8))

    post(client, rdv, "annuler", prevenir=prevenir)

    rdv.refresh_from_db()
    assert rdv.statut == Statut.ANNULE_SERVICE
    pending = Message.objects.filter(etat=EtatMessage.A_ENVOYER)
    assert {m.genre for m in pending} == ({Genre.ANNULATION} if told else set())
    assert not Occupation.objects.exists()


def test_cancelling_twice_says_so_and_sends_once(client, rdv):
    post(client, rdv, "annuler", prevenir="oui")
    sent = Message.objects.filter(genre=Genre.ANNULATION).count()

    post(client, rdv, "annuler", prevenir="oui")

    assert Message.objects.filter(genre=Genre.ANNULATION).count() == sent


def test_nobody_to_tell_offers_no_telling(client, equipe):
    rdv = RdvFactory(
        motif=equipe.motif,
        agent=equipe.sophie,
        lieu=equipe.lieu,
        usager=UsagerFactory(territoire=equipe.territoire, telephone="", email=""),
    )

    page = client.get(f"/agents/rdv/{rdv.uid}/annuler/").text

    assert "Annuler et prévenir" not in page
    assert "ni téléphone ni courriel" in page


def test_coming_back_over_a_taken_interval_is_asked_twice(client, equipe, rdv):
    post(client, rdv, "statut", statut="excuse")
    Occupation.objects.create(
        agent=equipe.sophie, debut=rdv.debut, fin=rdv.fin, nature=Nature.EXTERNE
    )

    refused = post(client, rdv, "statut", statut="a_venir")
    form = BeautifulSoup(refused.text, "html.parser").find("form", action=lambda a: "statut" in a)
    force = form.find("input", {"name": "force"})["value"]
    post(client, rdv, "statut", statut="a_venir", force=force)

    rdv.refresh_from_db()
    assert refused.status_code == 409
    assert "déjà pris" in refused.text
    assert rdv.statut == Statut.A_VENIR


def test_the_note_is_kept_cleaned_and_escaped(client, rdv):
    post(client, rdv, "note", note="Apporter\r\nle carnet <script>\u202e\x07")

    rdv.refresh_from_db()
    assert rdv.note == "Apporter\nle carnet <script>"
    assert "<script>" not in client.get(f"/agents/rdv/{rdv.uid}/").text


def test_a_note_too_long_is_refused_and_given_back(client, rdv):
    answer = post(client, rdv, "note", note="é" * 2001)

    rdv.refresh_from_db()
    assert "trop longue" in answer.text
    assert "é" * 2001 in answer.text
    assert rdv.note == ""


@pytest.mark.parametrize("end", ["statut", "note", "annuler"])
def test_writing_needs_the_csrf_token(equipe, rdv, end):
    browser = signed_in(equipe.sophie)
    browser.handler.enforce_csrf_checks = True

    answer = browser.post(f"/agents/rdv/{rdv.uid}/{end}/", {"statut": "honore"})

    assert answer.status_code == 403


@pytest.mark.parametrize("end", ["statut", "note"])
def test_reading_a_writing_address_is_refused(client, rdv, end):
    assert client.get(f"/agents/rdv/{rdv.uid}/{end}/").status_code == 405


def test_the_page_is_kept_in_no_cache(client, rdv):
    assert "no-store" in client.get(f"/agents/rdv/{rdv.uid}/")["Cache-Control"]


def test_the_page_takes_few_queries(client, rdv, django_assert_max_num_queries):
    client.get("/agents/")
    with django_assert_max_num_queries(12):
        client.get(f"/agents/rdv/{rdv.uid}/")
