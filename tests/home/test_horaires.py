"""Hours and closures in words."""

import datetime as dt

import pytest

from home.horaires import closures_from, summarize

JOUR = [["09:00", "12:30"], ["13:30", "17:00"]]


def texte(horaires):
    return [line.replace("\xa0", " ") for line in summarize(horaires)]


@pytest.mark.parametrize(
    ("horaires", "attendu"),
    [
        ({}, []),
        (
            {str(d): JOUR for d in range(5)},
            ["Du lundi au vendredi : 9 h – 12 h 30, 13 h 30 – 17 h"],
        ),
        (
            {"2": [["09:00", "12:00"]], "4": [["09:00", "12:00"]]},
            ["Mercredi et vendredi : 9 h – 12 h"],
        ),
        (
            {"0": [["08:05", "12:00"]], "1": [["14:00", "17:00"]]},
            ["Lundi : 8 h 05 – 12 h", "Mardi : 14 h – 17 h"],
        ),
        ({"5": [], "6": None}, []),
    ],
)
def test_days_that_share_their_hours_are_told_together(horaires, attendu):
    assert texte(horaires) == attendu


def test_past_closures_and_bad_rows_are_left_out():
    rows = [
        {"debut": "2027-01-01", "fin": "2027-01-05", "raison": "Passée"},
        {"debut": "2027-02-10", "raison": "Pont"},
        {"debut": "n'importe quoi"},
        "texte",
        {},
    ]
    day = dt.date(2027, 2, 10)
    assert closures_from(rows, dt.date(2027, 1, 20)) == [(day, day, "Pont")]
