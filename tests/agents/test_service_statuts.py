"""Statuses: who and when are kept, the interval follows, the usager is told when asked."""

import datetime as dt

import pytest

from booking.errors import AgentOccupe
from booking.models import Auteur, Genre, Message, Nature, Occupation, Statut
from booking.models.message import EtatMessage
from booking.notifications import outbox
from booking.services.statuts import set_statut
from tests.factories.booking import NOW, RdvFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statut", [Statut.HONORE, Statut.ABSENT])
def test_outcome_keeps_who_and_when_and_the_interval(statut):
    rdv = RdvFactory()

    rdv = set_statut(rdv=rdv, statut=statut, agent=rdv.agent, now=NOW)

    assert (rdv.statut, rdv.statut_par, rdv.statut_agent, rdv.statut_le) == (
        statut,
        Auteur.AGENT,
        rdv.agent,
        NOW,
    )
    assert Occupation.objects.filter(rdv=rdv).exists()


@pytest.mark.parametrize("statut", [Statut.EXCUSE, Statut.ANNULE_SERVICE])
def test_cancelled_status_frees_the_interval(statut):
    rdv = RdvFactory()

    rdv = set_statut(rdv=rdv, statut=statut, agent=rdv.agent, now=NOW)

    assert not Occupation.objects.exists()
    assert rdv.annule_le == NOW
    assert rdv.sequence == 1


def test_cancelling_silently_drops_what_was_planned_and_sends_nothing():
    rdv = RdvFactory()

    outbox.plan_confirmation(rdv=rdv, now=NOW - dt.timedelta(days=7))

    set_statut(rdv=rdv, statut=Statut.ANNULE_SERVICE, agent=rdv.agent, now=NOW)

    assert not Message.objects.filter(etat=EtatMessage.A_ENVOYER).exists()
    assert not Message.objects.filter(genre=Genre.ANNULATION).exists()


def test_cancelling_aloud_writes_the_message():
    rdv = RdvFactory()

    set_statut(rdv=rdv, statut=Statut.ANNULE_SERVICE, agent=rdv.agent, now=NOW, tell=True)

    assert Message.objects.filter(genre=Genre.ANNULATION, etat=EtatMessage.A_ENVOYER).exists()


def test_same_status_again_changes_nothing():
    rdv = RdvFactory()
    first = set_statut(rdv=rdv, statut=Statut.EXCUSE, agent=rdv.agent, now=NOW)

    again = set_statut(
        rdv=rdv, statut=Statut.EXCUSE, agent=rdv.agent, now=NOW + dt.timedelta(hours=1)
    )

    assert again.statut_le == first.statut_le
    assert again.sequence == first.sequence


def test_coming_back_from_a_cancellation_takes_the_interval_again():
    rdv = RdvFactory()
    set_statut(rdv=rdv, statut=Statut.EXCUSE, agent=rdv.agent, now=NOW)

    rdv = set_statut(rdv=rdv, statut=Statut.A_VENIR, agent=rdv.agent, now=NOW)

    assert Occupation.objects.get().rdv == rdv
    assert rdv.annule_le is None
    assert rdv.sequence == 2


def test_coming_back_is_refused_when_someone_else_took_the_interval():
    rdv = RdvFactory()
    set_statut(rdv=rdv, statut=Statut.EXCUSE, agent=rdv.agent, now=NOW)
    Occupation.objects.create(agent=rdv.agent, debut=rdv.debut, fin=rdv.fin, nature=Nature.EXTERNE)

    with pytest.raises(AgentOccupe):
        set_statut(rdv=rdv, statut=Statut.A_VENIR, agent=rdv.agent, now=NOW)

    rdv.refresh_from_db()
    assert rdv.statut == Statut.EXCUSE


def test_coming_back_by_force_stands_over_the_other():
    rdv = RdvFactory()
    set_statut(rdv=rdv, statut=Statut.EXCUSE, agent=rdv.agent, now=NOW)
    RdvFactory(motif=rdv.motif, agent=rdv.agent, lieu=rdv.lieu, debut=rdv.debut)

    set_statut(rdv=rdv, statut=Statut.HONORE, agent=rdv.agent, now=NOW, force=True)

    assert Occupation.objects.get(rdv=rdv).force
