"""Booking one start: what is kept, what is read again, what is refused."""

import datetime as dt

import pytest

from booking.errors import (
    AgentOccupe,
    ContactManquant,
    CreneauImpossible,
    CreneauPris,
    MotifFerme,
)
from booking.models import (
    Auteur,
    Contact,
    Etape,
    Genre,
    Message,
    Mode,
    Nature,
    Occupation,
    Rattachement,
    Rdv,
    Statut,
    Usager,
)
from booking.services.annulation import cancel_rdv
from booking.services.rattachement import AdresseResolue
from booking.services.tenue import hold_creneau
from tests.booking.monde import DEBUT, NOW, book, demande, monde
from tests.factories.booking import AbsenceFactory, AttributionFactory
from tests.factories.sectorisation import CoucheFactory, SecteurFactory

pytestmark = pytest.mark.django_db
DEMI_HEURE = dt.timedelta(minutes=30)


def hold(m, debut=DEBUT, visiteur="v", now=NOW):
    return hold_creneau(
        motif=m.motif, lieu=m.lieu, debut=debut, visiteur=visiteur, now=now, signe=True
    )


def test_a_free_start_becomes_an_rdv_with_its_occupation_and_messages():
    m = monde()
    reservation = book(m)
    rdv = reservation.rdv
    assert (rdv.debut, rdv.fin) == (DEBUT, DEBUT + DEMI_HEURE)
    assert (rdv.agent, rdv.lieu, rdv.organisation) == (m.agents[0], m.lieu, m.lieu.organisation)
    assert rdv.occupation.nature == Nature.RDV
    assert Message.objects.filter(rdv=rdv, genre=Genre.CONFIRMATION).exists()
    assert reservation.code and reservation.jeton and not reservation.deja


def test_the_same_start_is_refused_with_alternatives_and_leaves_nothing():
    m = monde()
    book(m)
    with pytest.raises(CreneauPris) as refus:
        book(m)
    assert [a.lieu for a in refus.value.alternatives] == [m.lieu] * 3
    assert (Rdv.objects.count(), Usager.objects.count()) == (1, 1)


def test_overlapping_starts_are_refused():
    m = monde()
    book(m, DEBUT + DEMI_HEURE / 2, signe=True)
    with pytest.raises(CreneauPris):
        book(m, DEBUT, signe=True)


def test_the_hold_becomes_the_rdv_in_its_own_row():
    m = monde()
    held = hold(m)
    rdv = book(m, visiteur="v").rdv
    assert rdv.occupation.pk == held.pk
    assert (rdv.occupation.nature, rdv.occupation.visiteur) == (Nature.RDV, "")


def test_a_start_held_by_another_visitor_is_refused():
    m = monde()
    hold(m, visiteur="autre")
    with pytest.raises(CreneauPris):
        book(m, visiteur="v")


def test_an_expired_hold_still_books_when_nobody_took_it():
    m = monde()
    off_grid = DEBUT + DEMI_HEURE / 3
    hold(m, off_grid)
    assert book(m, off_grid, visiteur="v", now=NOW + DEMI_HEURE).rdv.debut == off_grid


def test_typing_longer_than_the_minimum_delay_loses_nothing():
    m = monde(delai_min=60)
    hold(m)
    assert book(m, visiteur="v", now=NOW + dt.timedelta(minutes=5)).rdv


def test_a_held_agent_who_became_absent_is_replaced_by_another():
    m = monde(2)
    held = hold(m)
    AbsenceFactory(agent=held.agent)
    rdv = book(m, visiteur="v").rdv
    assert rdv.agent != held.agent
    assert Occupation.objects.count() == 1


def test_booking_another_start_than_the_one_held_frees_it():
    m = monde()
    hold(m)
    book(m, DEBUT + DEMI_HEURE, visiteur="v")
    assert Occupation.objects.get().debut == DEBUT + DEMI_HEURE


def test_the_same_form_finds_the_same_rdv_and_tells_the_code_once():
    m = monde()
    first, again = book(m, cle="formulaire"), book(m, cle="formulaire")
    assert again.rdv == first.rdv
    assert again.jeton == first.jeton
    assert (again.deja, again.code) == (True, None)
    assert Message.objects.filter(genre=Genre.CONFIRMATION).count() == 1


def test_the_same_form_is_unique_within_its_territoire_only():
    assert book(monde(), cle="formulaire").rdv != book(monde(), cle="formulaire").rdv


def test_an_unsigned_start_off_the_grid_is_impossible():
    with pytest.raises(CreneauImpossible):
        book(monde(), DEBUT + DEMI_HEURE / 3)


def test_the_duration_is_the_motifs():
    rdv = book(monde(duree=45)).rdv
    assert rdv.fin - rdv.debut == dt.timedelta(minutes=45)


def test_the_mode_is_that_of_the_opening():
    m = monde(plage={"mode": Mode.TELEPHONE})
    assert book(m).rdv.mode == Mode.TELEPHONE


def test_an_opening_by_telephone_needs_a_number():
    m = monde(plage={"mode": Mode.TELEPHONE}, contacts=[Contact.EMAIL, Contact.AUCUN])
    with pytest.raises(ContactManquant) as refus:
        book(m, demande=demande(telephone="", email="claire@example.org"))
    assert refus.value.champ == "telephone"
    assert not Rdv.objects.exists()


@pytest.mark.parametrize(
    ("contacts", "given", "champ"),
    [
        ([Contact.MOBILE, Contact.EMAIL], {"telephone": ""}, "telephone"),
        ([Contact.EMAIL], {}, "email"),
        ([Contact.MOBILE], {"telephone_mobile": False}, "telephone"),
        ([Contact.MOBILE, Contact.FIXE], {"telephone": "", "email": "c@example.org"}, "telephone"),
    ],
)
def test_a_contact_the_motif_does_not_accept_is_not_enough(contacts, given, champ):
    with pytest.raises(ContactManquant) as refus:
        book(monde(contacts=contacts), demande=demande(**given))
    assert refus.value.champ == champ


def test_a_motif_that_accepts_no_contact_asks_for_none():
    m = monde(contacts=[Contact.MOBILE, Contact.AUCUN])
    assert book(m, demande=demande(telephone="")).rdv


def test_needs_are_kept_only_where_the_motif_asks():
    asks = book(monde(demande_besoins=True), demande=demande(besoin_interprete="dari")).rdv
    does_not = book(monde(), demande=demande(besoin_interprete="dari")).rdv
    assert (asks.besoin_interprete, does_not.besoin_interprete) == ("dari", "")


def test_the_address_is_kept_for_a_visit_at_home_only():
    home = book(monde(mode=Mode.DOMICILE), demande=demande(adresse="8 rue des Prés")).rdv
    here = book(monde(), demande=demande(adresse="8 rue des Prés")).rdv
    assert (home.adresse, here.adresse) == ("8 rue des Prés", "")


def test_the_rdv_keeps_how_its_secteur_was_decided():
    m = monde()
    secteur = SecteurFactory(couche=CoucheFactory(territoire=m.territoire))
    adresse = AdresseResolue(
        2.1, 44.1, type="housenumber", score=0.9, secteur_id=secteur.pk, version=3, regle="commune"
    )
    rdv = book(m, adresse=adresse).rdv
    assert (rdv.secteur, rdv.secteur_version, rdv.secteur_regle) == (secteur, 3, "commune")


def test_an_imposed_site_refuses_an_address_of_another_secteur():
    m = monde(rattachement=Rattachement.IMPOSE)
    couche = CoucheFactory(territoire=m.territoire)
    m.motif.service.couche = couche
    mine, other = SecteurFactory(couche=couche), SecteurFactory(couche=couche)
    AttributionFactory(secteur=mine, lieu=m.lieu)
    with pytest.raises(MotifFerme):
        book(m, adresse=AdresseResolue(2.1, 44.1, secteur_id=other.pk))
    assert book(m, adresse=AdresseResolue(2.1, 44.1, secteur_id=mine.pk)).rdv


def test_a_motif_not_open_online_is_closed_to_usagers_and_open_to_prescripteurs():
    m = monde(ouverture=Etape.PRESCRIPTEURS)
    with pytest.raises(MotifFerme):
        book(m)
    assert book(m, origine=Auteur.PRESCRIPTEUR).rdv.origine == Auteur.PRESCRIPTEUR


def test_an_interval_freed_by_a_cancellation_remembers_it_was_taken_again():
    m = monde()
    first = book(m).rdv
    cancel_rdv(rdv=first, par=Auteur.USAGER, now=NOW)
    book(m)
    first.refresh_from_db()
    assert (first.statut, first.repris_le) == (Statut.EXCUSE, NOW)


def test_the_most_loaded_agent_of_the_day_comes_last():
    m = monde(3)
    for n in range(3):
        book(m, DEBUT + n * DEMI_HEURE)
    assert {r.agent for r in Rdv.objects.all()} == set(m.agents)


def test_an_agent_books_at_a_motif_that_only_sends_reminders():
    m = monde(ouverture=Etape.RAPPELS)
    rdv = book(m, origine=Auteur.AGENT, agent=m.agents[0]).rdv
    assert (rdv.origine, rdv.occupation.force) == (Auteur.AGENT, False)


def test_an_agent_is_asked_before_booking_over_an_rdv_then_may():
    m = monde()
    book(m)
    with pytest.raises(AgentOccupe):
        book(m, origine=Auteur.AGENT, agent=m.agents[0])
    rdv = book(m, origine=Auteur.AGENT, agent=m.agents[0], force=True).rdv
    assert rdv.occupation.force


def test_an_agent_outside_every_opening_is_asked_too_without_overbooking():
    m = monde()
    soir = DEBUT + dt.timedelta(hours=9)
    with pytest.raises(AgentOccupe, match="ne reçoit pas"):
        book(m, soir, origine=Auteur.AGENT, agent=m.agents[0])
    rdv = book(m, soir, origine=Auteur.AGENT, agent=m.agents[0], force=True).rdv
    assert not rdv.occupation.force


def test_an_agent_of_another_territoire_is_refused():
    m, other = monde(), monde()
    with pytest.raises(CreneauImpossible):
        book(m, origine=Auteur.AGENT, agent=other.agents[0], force=True)
