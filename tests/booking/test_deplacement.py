"""Moving and cancelling an Rdv."""

import datetime as dt

import pytest

from booking.errors import (
    AgentOccupe,
    CreneauPris,
    DejaAnnule,
    DeplacementTardif,
    MotifFerme,
    NonModifiable,
    RdvPasse,
)
from booking.models import Auteur, EtatMessage, Genre, Message, Occupation, Rattachement, Statut
from booking.services.annulation import cancel_rdv
from booking.services.deplacement import move_rdv
from booking.services.rattachement import AdresseResolue
from booking.services.statuts import set_statut
from booking.services.tenue import hold_creneau
from tests.booking.monde import DEBUT, NOW, book, monde
from tests.factories.booking import AbsenceFactory, AttributionFactory, LieuFactory, PlageFactory
from tests.factories.sectorisation import CoucheFactory, SecteurFactory

pytestmark = pytest.mark.django_db
DEMI_HEURE = dt.timedelta(minutes=30)
SEMAINE = dt.timedelta(days=7)
# A week ahead: far from every deadline.
LOIN = DEBUT + SEMAINE


def move(m, rdv, debut, *, now=NOW, par=Auteur.USAGER, lieu=None, **kwargs):
    return move_rdv(rdv=rdv, debut=debut, lieu=lieu or m.lieu, now=now, par=par, **kwargs)


def test_a_moved_rdv_frees_its_former_interval_and_tells_it():
    m = monde()
    rdv = book(m, LOIN).rdv
    moved = move(m, rdv, LOIN + DEMI_HEURE)
    assert (moved.debut, moved.fin) == (LOIN + DEMI_HEURE, LOIN + 2 * DEMI_HEURE)
    assert (moved.sequence, moved.statut) == (1, Statut.A_VENIR)
    assert Message.objects.filter(rdv=rdv, genre=Genre.DEPLACEMENT).exists()
    assert book(m, LOIN).rdv


def test_an_overlapping_start_moves_the_occupation_in_place():
    m = monde()
    rdv = book(m, LOIN).rdv
    occupation = rdv.occupation.pk
    moved = move(m, rdv, LOIN + DEMI_HEURE / 2, signe=True)
    assert moved.occupation.pk == occupation
    assert moved.occupation.debut == LOIN + DEMI_HEURE / 2


def test_the_same_agent_is_kept_when_free():
    m = monde(3)
    rdv = book(m, LOIN).rdv
    for n in range(2):
        book(m, LOIN + n * DEMI_HEURE)
    moved = move(m, rdv, LOIN + 2 * DEMI_HEURE)
    assert moved.agent == rdv.agent


def test_another_agent_takes_over_when_the_first_is_absent():
    m = monde(2)
    rdv = book(m, LOIN).rdv
    AbsenceFactory(agent=rdv.agent, premier_jour=LOIN.date())
    moved = move(m, rdv, LOIN + DEMI_HEURE)
    assert moved.agent != rdv.agent
    assert Occupation.objects.get().agent == moved.agent


def test_a_start_taken_by_someone_else_is_refused_and_nothing_changes():
    m = monde()
    rdv = book(m, LOIN).rdv
    book(m, LOIN + DEMI_HEURE)
    with pytest.raises(CreneauPris) as refus:
        move(m, rdv, LOIN + DEMI_HEURE)
    rdv.refresh_from_db()
    assert (rdv.debut, rdv.sequence) == (LOIN, 0)
    assert len(refus.value.alternatives) == 3


def test_moving_to_the_same_start_changes_nothing():
    m = monde()
    rdv = book(m, LOIN).rdv
    assert move(m, rdv, LOIN).sequence == 0


def test_moving_to_another_site_changes_the_organisation_too():
    m = monde()
    rdv = book(m, LOIN).rdv
    autre = LieuFactory(territoire=m.territoire)
    PlageFactory(lieu=autre, motifs=[m.motif], chaque_semaine=True)
    moved = move(m, rdv, LOIN, lieu=autre)
    assert (moved.lieu, moved.organisation) == (autre, autre.organisation)


def test_the_deadline_forbids_usagers_and_not_agents():
    m = monde(delai_deplacement=120)
    rdv = book(m, LOIN).rdv
    late = LOIN - dt.timedelta(minutes=119)
    with pytest.raises(DeplacementTardif):
        move(m, rdv, LOIN + DEMI_HEURE * 5, now=late)
    assert move(m, rdv, LOIN + DEMI_HEURE * 5, now=late, par=Auteur.AGENT, agent=rdv.agent)


def test_a_motif_may_forbid_moving():
    m = monde(deplacable=False)
    with pytest.raises(NonModifiable):
        move(m, book(m, LOIN).rdv, LOIN + DEMI_HEURE)


def test_a_begun_rdv_cannot_be_moved():
    m = monde()
    with pytest.raises(RdvPasse):
        move(m, book(m, LOIN).rdv, LOIN + DEMI_HEURE, now=LOIN)


def test_a_cancelled_rdv_cannot_be_moved():
    m = monde()
    rdv = cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.USAGER, now=NOW)
    with pytest.raises(DejaAnnule):
        move(m, rdv, LOIN + DEMI_HEURE)


def test_moving_uses_the_hold_of_the_visitor():
    m = monde(2)
    rdv = book(m, LOIN).rdv
    held = hold_creneau(
        motif=m.motif,
        lieu=m.lieu,
        debut=LOIN + DEMI_HEURE,
        visiteur="v",
        now=NOW,
        signe=True,
        rdv=rdv,
    )
    moved = move(m, rdv, LOIN + DEMI_HEURE, visiteur="v")
    assert moved.agent == held.agent
    assert Occupation.objects.count() == 1


def test_a_start_that_overlaps_the_rdv_being_moved_goes_on_without_a_hold():
    m = monde()
    rdv = book(m, LOIN).rdv
    held = hold_creneau(
        motif=m.motif,
        lieu=m.lieu,
        debut=LOIN + DEMI_HEURE / 2,
        visiteur="v",
        now=NOW,
        signe=True,
        rdv=rdv,
    )
    assert held is None


def test_cancelling_frees_the_interval_and_drops_the_reminders():
    m = monde()
    rdv = book(m, LOIN).rdv
    cancelled = cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=NOW)
    assert (cancelled.statut, cancelled.statut_par) == (Statut.EXCUSE, Auteur.USAGER)
    assert (cancelled.annule_le, cancelled.annule_tard) == (NOW, False)
    assert not Occupation.objects.exists()
    waiting = Message.objects.filter(rdv=rdv, etat=EtatMessage.A_ENVOYER)
    assert set(waiting.values_list("genre", flat=True)) <= {Genre.ANNULATION}


def test_cancelling_twice_tells_once():
    m = monde()
    rdv = book(m, LOIN).rdv
    for _ in range(2):
        cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=NOW)
    assert Message.objects.filter(rdv=rdv, genre=Genre.ANNULATION).count() == 1


def test_a_late_cancellation_is_marked():
    m = monde(delai_deplacement=120)
    rdv = cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.USAGER, now=LOIN - dt.timedelta(minutes=119))
    assert rdv.annule_tard


def test_cancelling_is_open_until_the_start():
    m = monde()
    rdv = book(m, LOIN).rdv
    with pytest.raises(RdvPasse):
        cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=LOIN)
    assert cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=LOIN - dt.timedelta(seconds=1)).annule


def test_a_motif_may_forbid_cancelling():
    m = monde(annulable=False)
    with pytest.raises(NonModifiable):
        cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.USAGER, now=NOW)


def test_the_service_cancels_in_its_own_name():
    m = monde()
    rdv = cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.AGENT, now=NOW, agent=m.agents[0])
    assert (rdv.statut, rdv.statut_agent) == (Statut.ANNULE_SERVICE, m.agents[0])


def test_reinstating_takes_the_interval_again_even_over_an_expired_hold():
    m = monde()
    rdv = cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.USAGER, now=NOW)
    hold_creneau(motif=m.motif, lieu=m.lieu, debut=LOIN, visiteur="v", now=NOW, signe=True)
    later = NOW + dt.timedelta(minutes=11)
    set_statut(rdv=rdv, statut=Statut.A_VENIR, agent=m.agents[0], now=later)
    assert Occupation.objects.get().rdv == rdv


def test_reinstating_over_someone_else_is_refused():
    m = monde()
    rdv = cancel_rdv(rdv=book(m, LOIN).rdv, par=Auteur.USAGER, now=NOW)
    book(m, LOIN)
    with pytest.raises(AgentOccupe):
        set_statut(rdv=rdv, statut=Statut.A_VENIR, agent=m.agents[0], now=NOW)


def test_an_imposed_site_still_binds_when_moving():
    m = monde()
    autre = LieuFactory(territoire=m.territoire)
    PlageFactory(lieu=autre, motifs=[m.motif], chaque_semaine=True)
    m.motif.service.couche = CoucheFactory(territoire=m.territoire)
    secteur = SecteurFactory(couche=m.motif.service.couche)
    m.motif.rattachement = Rattachement.IMPOSE
    AttributionFactory(secteur=secteur, lieu=m.lieu)
    rdv = book(m, LOIN, adresse=AdresseResolue(2.1, 44.1, secteur_id=secteur.pk)).rdv
    with pytest.raises(MotifFerme):
        move(m, rdv, LOIN + DEMI_HEURE, lieu=autre)
    assert move(m, rdv, LOIN + DEMI_HEURE)
