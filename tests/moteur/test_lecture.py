"""Rules in their stored form."""

from datetime import date, time

import pytest

from booking.moteur import (
    ExceptionOccurrence,
    Hebdomadaire,
    Mensuelle,
    Mode,
    dump_recurrence,
    parse_exceptions,
    parse_recurrence,
)


@pytest.mark.parametrize(
    ("stocke", "regle"),
    [
        (None, None),
        ({"every": "week", "interval": 1}, Hebdomadaire()),
        (
            {"every": "week", "interval": 2, "on": ["monday", "friday"], "until": "2027-06-30"},
            Hebdomadaire(2, (0, 4), date(2027, 6, 30)),
        ),
        ({"every": "month", "interval": 1, "day": {"wednesday": 2}}, Mensuelle(1, 2, 2)),
        (
            {"every": "month", "interval": 3, "until": "2027-06-30"},
            Mensuelle(3, jusqu_au=date(2027, 6, 30)),
        ),
    ],
)
def test_a_recurrence_is_read_and_written_back(stocke, regle):
    assert parse_recurrence(stocke) == regle
    assert dump_recurrence(regle) == stocke


@pytest.mark.parametrize(
    "stocke",
    [
        {"every": "day"},
        {"interval": 1},
        {"every": "week", "on": ["lundi"]},
        {"every": "week", "interval": 0.5},
        {"every": "week", "interval": -1},
        {"every": "week", "until": "2027-02-30"},
        {"every": "month", "day": {"monday": 1, "friday": 2}},
        {"every": "month", "day": {"monday": 8}},
        ["week"],
    ],
)
def test_an_unreadable_recurrence_is_refused(stocke):
    with pytest.raises(ValueError, match="recurrence"):
        parse_recurrence(stocke)


def test_exceptions_are_read_in_the_order_of_their_dates():
    lues = parse_exceptions(
        {
            "2026-12-01": {"debut": "10:00", "fin": "12:00", "lieu": 4, "mode": "telephone"},
            "2026-11-24": {"annulee": True},
            "2026-12-08": {"jour": "2026-12-09"},
        }
    )
    assert lues == (
        ExceptionOccurrence(date(2026, 11, 24), annulee=True),
        ExceptionOccurrence(
            date(2026, 12, 1), debut=time(10), fin=time(12), lieu=4, mode=Mode.TELEPHONE
        ),
        ExceptionOccurrence(date(2026, 12, 8), nouveau_jour=date(2026, 12, 9)),
    )


@pytest.mark.parametrize(
    "stocke",
    [
        {"demain": {}},
        {"2026-12-01": {"debut": "25:00"}},
        {"2026-12-01": {"mode": "fax"}},
        {"2026-12-01": 3},
    ],
)
def test_unreadable_exceptions_are_refused(stocke):
    with pytest.raises(ValueError, match="exceptions"):
        parse_exceptions(stocke)


def test_no_exceptions_is_nothing():
    assert parse_exceptions(None) == parse_exceptions({}) == ()
