"""One's appointment: seen, moved, cancelled, found again; GET changes nothing."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from booking.models import EtatMessage, Gene, Genre, Message, Motif, Perturbation, Rdv, Statut
from booking.services.annulation import cancel_rdv
from booking.services.liens import code_of, new_link, token_of
from booking.services.reservation import book_rdv
from tests.booking.monde import demande
from tests.factories.booking import NOW
from tests.parcours.visite import Visite


@pytest.fixture
def pris(monde) -> tuple[str, Rdv]:
    """The link and the row of a fresh appointment, on Tuesday 12 at 9 o'clock."""
    debut = dt.datetime(2027, 1, 12, 9, tzinfo=monde.demarche.territoire.zone)
    reservation = book_rdv(
        motif=monde.demarche,
        lieu=monde.orval,
        debut=debut,
        demande=demande(nom="Moreau"),
        cle_formulaire="",
        now=NOW,
    )
    return reverse("public:rdv", args=[reservation.jeton]), Rdv.objects.get()


@pytest.fixture
def ailleurs(monde) -> Visite:
    """The same person, on another device."""
    return Visite(monde)


def test_the_link_opens_the_appointment_anywhere(pris, ailleurs):
    page = ailleurs.get(pris[0])
    assert page.h1 == "Votre rendez-vous"
    assert "Mardi 12 janvier à 9 h" in page.lisible or "mardi 12 janvier à 9 h" in page.lisible
    assert "Pour Claire Moreau" in page.lisible


def test_it_says_what_will_be_sent_without_showing_the_number(pris, ailleurs):
    page = ailleurs.get(pris[0])
    assert "06 39 98 •• 45" in page.lisible
    assert "06 39 98 12 45" not in page.lisible


def test_the_code_opens_it_however_it_is_typed(pris, ailleurs):
    code = code_of(pris[1])
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} "):
        assert ailleurs.post("/rdv/code/", {"code": typed}).url == pris[0]


def test_codes_are_throttled_by_visitor(pris, ailleurs):
    answers = [ailleurs.post("/rdv/code/", {"code": "CCCCDDDD"}).status for _ in range(7)]
    assert answers[:5] == [422] * 5
    assert 429 in answers


def test_a_throttled_page_says_when_to_come_back(pris, ailleurs):
    for _ in range(8):
        page = ailleurs.post("/rdv/code/", {"code": "CCCCDDDD"})
    assert 1 <= int(page.entetes["Retry-After"]) <= 60
    assert page.links("tel:")


def test_codes_are_throttled_by_address_too(pris, monde):
    answers = [Visite(monde).post("/rdv/code/", {"code": "CCCCDDDD"}).status for _ in range(22)]
    assert answers[19] == 422
    assert answers[-1] == 429


def test_the_calendar_file_is_valid(pris, ailleurs, monde):
    response = ailleurs.client.get(pris[0] + "agenda.ics", headers={"host": monde.hote})
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == pris[1].debut
    assert response["Content-Type"].startswith("text/calendar")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("suite", ["", "agenda.ics", "deplacer/", "annuler/", "pas-moi/"])
def test_reading_changes_nothing(pris, ailleurs, monde, suite):
    before = Rdv.objects.values().get()
    ailleurs.client.get(pris[0] + suite, headers={"host": monde.hote})
    assert Rdv.objects.values().get() == before


def test_cancelling_asks_first_then_frees_the_start(pris, ailleurs):
    assert ailleurs.get(pris[0] + "annuler/").h1 == "Annuler ce rendez-vous ?"
    page = ailleurs.post(pris[0] + "annuler/")
    assert page.h1 == "Ce rendez-vous est annulé"
    rdv = Rdv.objects.get()
    assert rdv.statut == Statut.EXCUSE
    assert not hasattr(rdv, "occupation")


def test_cancelling_twice_is_the_same(pris, ailleurs):
    ailleurs.post(pris[0] + "annuler/")
    assert ailleurs.post(pris[0] + "annuler/").h1 == "Ce rendez-vous est annulé"
    assert Message.objects.filter(genre=Genre.ANNULATION).count() == 1


def test_cancelling_stays_open_until_the_start(pris, ailleurs, horloge):
    horloge.move_to(pris[1].debut - dt.timedelta(minutes=5))
    page = ailleurs.get(pris[0])
    assert "Il est trop tard pour déplacer en ligne" in page.lisible
    assert ailleurs.post(pris[0] + "annuler/").h1 == "Ce rendez-vous est annulé"
    assert Rdv.objects.get().annule_tard


def test_a_motif_that_forbids_cancelling_gives_the_number(pris, ailleurs, monde):
    Motif.objects.filter(pk=monde.demarche.pk).update(annulable=False)
    page = ailleurs.get(pris[0] + "annuler/")
    assert "ne s’annule pas en ligne" in page.lisible
    assert page.links("tel:")
    assert ailleurs.post(pris[0] + "annuler/").status == 422
    assert Rdv.objects.get().statut == Statut.A_VENIR


def test_moving_shows_a_week_asks_then_moves(pris, ailleurs):
    week = ailleurs.get(pris[0] + "deplacer/")
    ask = ailleurs.post(week.url, {"creneau": week.values("creneau")[-1]})
    assert ask.h1 == "Déplacer le rendez-vous ?"
    assert Rdv.objects.get().debut == pris[1].debut
    page = ailleurs.post(ask.actions()[0], {"creneau": ask.values("creneau")[0]})
    assert page.url == pris[0]
    assert Rdv.objects.get().debut > pris[1].debut


def test_moving_has_the_deadline_of_the_motif(pris, ailleurs, horloge):
    horloge.move_to(pris[1].debut - dt.timedelta(hours=3))
    page = ailleurs.get(pris[0] + "deplacer/")
    assert page.status == 409
    assert "trop tard" in page.lisible
    assert page.links(pris[0] + "annuler/")


def test_moving_onto_a_taken_start_keeps_the_present_one(pris, ailleurs, visite, monde):
    week = ailleurs.get(pris[0] + "deplacer/")
    wanted = week.values("creneau")[0]
    Visite(monde).book(monde.demarche, monde.orval)
    page = ailleurs.post(pris[0] + "deplacer/confirmer/", {"creneau": wanted})
    assert page.status == 409
    assert len(page.values("creneau")) >= 3
    assert "Votre rendez-vous actuel ne change pas" in page.lisible


def test_moving_to_a_start_of_another_site_is_refused(pris, ailleurs, visite, monde):
    other = visite.open_week(monde.demarche, monde.brissoles).values("creneau")[0]
    assert ailleurs.post(pris[0] + "deplacer/", {"creneau": other}).status == 422


def test_a_past_appointment_says_so(pris, ailleurs, horloge):
    horloge.move_to(pris[1].fin + dt.timedelta(hours=1))
    page = ailleurs.get(pris[0])
    assert page.h1 == "Ce rendez-vous est passé"
    assert not page.links(pris[0] + "annuler/")


def test_a_link_stops_a_month_after(pris, ailleurs, horloge):
    horloge.move_to(pris[1].fin + dt.timedelta(days=31))
    assert ailleurs.get(pris[0]).status == 404


def test_cancelled_by_the_service_says_by_whom(pris, ailleurs, horloge):
    cancel_rdv(rdv=pris[1], par="agent", now=pris[1].debut - dt.timedelta(hours=5))
    assert "Le service a dû l’annuler" in ailleurs.get(pris[0]).lisible


def test_a_revoked_link_opens_nothing(pris, ailleurs):
    new_link(rdv=pris[1])
    assert ailleurs.get(pris[0]).status == 404


def test_another_portal_does_not_know_the_link(pris, monde):
    from tests.factories.home import PortailFactory, SiteFactory

    PortailFactory(site=SiteFactory(hostname="autre.example.test"))
    stranger = Visite(monde)
    monde.hote = "autre.example.test"
    assert stranger.get(pris[0]).status == 404
    assert stranger.post("/rdv/code/", {"code": code_of(pris[1])}).status == 422


@pytest.mark.parametrize("contact", ["06 39 98 12 45", "+33639981245", "06 00 00 00 00", "x@y.fr"])
def test_a_lost_link_answers_the_same_whether_it_exists(pris, ailleurs, contact):
    page = ailleurs.post("/rdv/lien-perdu/", {"contact": contact})
    assert page.h1 == "Regardez vos messages"
    assert contact not in page.lisible


def test_a_lost_link_is_sent_to_the_contact_on_file(pris, ailleurs):
    ailleurs.post("/rdv/lien-perdu/", {"contact": "06 39 98 12 45"})
    assert Message.objects.filter(genre=Genre.LIEN, rdv=pris[1]).count() == 1


def test_not_me_stops_the_messages_and_revokes_the_link(pris, ailleurs):
    assert ailleurs.get(pris[0] + "pas-moi/").h1 == "Ce rendez-vous n’est pas le vôtre ?"
    page = ailleurs.post(pris[0] + "pas-moi/")
    assert page.h1 == "Merci, c’est corrigé"
    assert ailleurs.get(pris[0]).status == 404
    assert not Message.objects.filter(etat=EtatMessage.A_ENVOYER).exists()
    assert Rdv.objects.get().statut == Statut.A_VENIR


def test_no_contact_means_the_code_is_all_there_is(visite, monde):
    page = visite.book(monde.impose, monde.orval, telephone="", email="")
    assert "notez la date et le code" in page.lisible
    assert "sans ce code, personne ne peut retrouver" in page.lisible


def test_a_discreet_appointment_says_nothing_elsewhere(visite, monde, ailleurs):
    page = visite.book(monde.secret, monde.orval, prenom="Loup", nom="")
    assert "Parler de contraception" in page.lisible
    seen = ailleurs.get(page.url)
    for word in ("contraception", "Santé sexuelle", "Maison d’Orval", "Loup"):
        assert word not in seen.texte
    assert "lundi 11 janvier à 9 h" in seen.lisible.lower()


def test_the_page_costs_few_queries(pris, ailleurs, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        ailleurs.get(pris[0])


def test_a_token_derived_again_is_the_one_sent(pris):
    assert token_of(pris[1]) in pris[0]


@pytest.mark.parametrize("discret", [False, True])
def test_a_disturbance_of_that_day_is_said_and_stays_neutral_when_discreet(pris, ailleurs, discret):
    rdv = pris[1]
    Perturbation.objects.create(
        territoire=rdv.territoire, lieu=rdv.lieu, gene=Gene.REDUIT, texte="Un médecin sur deux",
        debut=rdv.debut, fin=rdv.fin, cree_le=rdv.debut,
    )  # fmt: skip
    Rdv.objects.update(discret=discret)
    lisible = ailleurs.get(pris[0]).lisible
    assert ("Un médecin sur deux" in lisible) is not discret
    assert ("Une perturbation est annoncée ce jour-là" in lisible) is discret
