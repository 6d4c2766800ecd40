"""Days when nobody receives: closures of a site, public holidays."""

import datetime as dt

import pytest

from booking import moteur
from booking.models import Lieu
from booking.services.feries import feries_between
from booking.services.fermetures import closed_days, without_closed_days

PREMIER, DERNIER = dt.date(2027, 1, 1), dt.date(2027, 1, 31)


def days(*lignes):
    return sorted(d.day for d in closed_days(Lieu(fermetures=list(lignes)), PREMIER, DERNIER))


def test_both_days_of_a_closure_are_included():
    assert days({"debut": "2027-01-04", "fin": "2027-01-06"}) == [4, 5, 6]


def test_a_closure_without_an_end_lasts_a_day():
    assert days({"debut": "2027-01-04"}) == [4]


def test_only_the_days_asked_for_are_listed():
    assert days({"debut": "1990-01-01", "fin": "2027-01-02"}) == [1, 2]


@pytest.mark.parametrize("ligne", [{}, {"debut": "hier"}, {"debut": None}, "2027-01-04", None])
def test_a_line_that_cannot_be_read_closes_nothing(ligne):
    assert days(ligne) == []


def test_an_occurrence_moved_to_a_closed_day_does_not_take_place():
    plage = moteur.Plage(
        id=1,
        agent=1,
        lieu=7,
        motifs=frozenset([1]),
        premier_jour=dt.date(2027, 1, 4),
        debut=dt.time(9),
        fin=dt.time(12),
        recurrence=moteur.Hebdomadaire(),
        exceptions=moteur.parse_exceptions({"2027-01-04": {"jour": "2027-01-05"}}),
    )
    closed = {7: {dt.date(2027, 1, 5), dt.date(2027, 1, 18)}}
    kept = without_closed_days(plage, closed).occurrences(PREMIER, DERNIER)
    assert [o.jour.day for o in kept] == [11, 25]


def test_holidays_have_french_names():
    assert feries_between("", PREMIER, DERNIER) == {dt.date(2027, 1, 1): "Jour de l'an"}


@pytest.mark.parametrize(
    ("region", "jour"), [("GP", dt.date(2027, 5, 27)), ("57", dt.date(2027, 12, 26))]
)
def test_holidays_depend_on_the_territoire(region, jour):
    assert jour in feries_between(region, jour, jour)
    assert jour not in feries_between("", jour, jour)


def test_an_unknown_region_counts_as_mainland_france():
    year = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert feries_between("nawak", *year) == feries_between("", *year)
