"""Open now, or when: on the clock of the territoire, holidays and closures included."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from home.etat_lieu import read_etat, say

PARIS = ZoneInfo("Europe/Paris")
BUREAU = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(5)}
NOEL = dt.date(2026, 12, 25)


# 2026-11-27 is a Friday.
@pytest.mark.parametrize(
    ("quand", "phrase"),
    [
        ("2026-11-27 10:00", "Ouvert maintenant, jusqu’à 12 h"),
        ("2026-11-27 09:00", "Ouvert maintenant, jusqu’à 12 h"),
        ("2026-11-27 12:00", "Fermé, ouvre aujourd’hui à 13 h 30"),
        ("2026-11-26 18:00", "Fermé, ouvre demain à 9 h"),
        ("2026-11-27 17:00", "Fermé, ouvre lundi à 9 h"),
        ("2026-12-24 17:00", "Fermé, ouvre vendredi 1er janvier à 9 h"),
    ],
)
def test_a_site_says_whether_it_is_open_and_when_it_opens(quand, phrase):
    now = dt.datetime.fromisoformat(quand).replace(tzinfo=PARIS)
    etat = read_etat(
        horaires=BUREAU,
        fermetures=[{"debut": "2026-12-26", "fin": "2026-12-31", "raison": "Travaux"}],
        feries={NOEL},
        now=now,
    )
    assert say(etat, today=now.date()).replace("\xa0", " ") == phrase


@pytest.mark.parametrize(
    "horaires", [{}, {"0": []}, {"0": [["18:00", "09:00"]]}, {"0": [["n", "x"], ["09:00"], None]}]
)
def test_unusable_hours_make_a_closed_site_and_no_fault(horaires):
    now = dt.datetime(2026, 11, 30, 10, tzinfo=PARIS)
    assert (
        say(read_etat(horaires=horaires, fermetures=[], feries=(), now=now), today=now.date())
        == "Fermé"
    )


def test_overlapping_openings_end_when_the_last_ends():
    now = dt.datetime(2026, 11, 30, 10, tzinfo=PARIS)
    horaires = {"0": [["09:00", "12:00"], ["11:00", "16:00"]]}
    assert read_etat(horaires=horaires, fermetures=[], feries=(), now=now).jusqu_a == dt.time(16)
