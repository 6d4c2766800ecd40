"""Booking one start: what is kept, what is recomputed, what is refused."""

import datetime as dt

import pytest

from booking.errors import CreneauPris
from booking.models import Message, Nature
from tests.booking.monde import DEBUT, book, monde

pytestmark = pytest.mark.django_db


def test_a_free_start_becomes_an_rdv_with_its_occupation_and_messages():
    m = monde()
    reservation = book(m)
    rdv = reservation.rdv
    assert (rdv.debut, rdv.fin) == (DEBUT, DEBUT + dt.timedelta(minutes=30))
    assert rdv.occupation.nature == Nature.RDV
    assert Message.objects.filter(rdv=rdv).exists()
    assert reservation.code and not reservation.deja


def test_the_same_start_is_refused_with_alternatives():
    m = monde()
    book(m)
    with pytest.raises(CreneauPris) as refus:
        book(m, cle="autre")
    assert len(refus.value.alternatives) == 3
    assert {a.lieu for a in refus.value.alternatives} == {m.lieu}
