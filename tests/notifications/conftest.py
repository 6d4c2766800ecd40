"""Links whose token is known, and a clock that stands where a test puts it."""

import datetime as dt

import pytest

from booking.models import Participation
from tests.factories.booking import RdvFactory

DEBUT = dt.datetime(2027, 1, 26, 13, 0, tzinfo=dt.UTC)  # a Tuesday, 14 h in Paris
NOW = dt.datetime(2027, 1, 11, 9, 0, tzinfo=dt.UTC)


class Horloge:
    """A database clock in the hands of a test."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def advance(self, **delta):
        self.now += dt.timedelta(**delta)


@pytest.fixture
def horloge():
    return Horloge(NOW)


@pytest.fixture
def rdv(db):
    rdv = RdvFactory(
        debut=DEBUT,
        motif__nom="Consultation du nourrisson",
        motif__service__nom="Protection maternelle et infantile",
        motif__consigne="Venez 10 minutes avant.",
        motif__pieces=["Carnet de santé"],
    )
    rdv.lieu.nom = "Maison d’Orval"
    rdv.lieu.save()
    return rdv


@pytest.fixture
def rdv_discret(db):
    return RdvFactory(
        debut=DEBUT,
        motif__service__discret=True,
        motif__service__nom="Santé sexuelle",
        motif__nom="Contraception",
    )


@pytest.fixture
def usager(rdv):
    return Participation.objects.get(rdv=rdv).usager
