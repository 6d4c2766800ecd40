"""Dates as French readers write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from portal.templatetags import dates

N = "\u00a0"
MARDI = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _france():
    with timezone.override(ZoneInfo("Europe/Paris")), translation.override("fr"):
        yield


def test_aware_instant_is_shown_in_the_zone_of_the_territoire():
    assert dates.jour_heure(MARDI) == f"mardi 24 novembre à{N}9{N}h{N}30"


def test_another_zone_changes_the_day():
    with timezone.override(ZoneInfo("Pacific/Noumea")):
        assert dates.jour_heure(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)) == (
            f"mercredi 25 novembre à{N}2{N}h"
        )


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 24, 14, 0), f"14{N}h"),
        (datetime(2026, 11, 24, 0, 5), f"0{N}h{N}05"),
        (datetime(2026, 11, 24, 9, 30).time(), f"9{N}h{N}30"),
        (None, ""),
    ],
)
def test_hour_is_written_with_h(instant, expected):
    assert dates.heure(instant) == expected


def test_first_of_the_month_is_ordinal():
    assert dates.date_longue(date(2026, 12, 1)) == f"mardi 1er{N}décembre"


def test_eleventh_is_not_ordinal():
    assert dates.date_longue(date(2026, 12, 11)) == "vendredi 11 décembre"


def test_short_date_is_abbreviated_with_dots():
    assert dates.date_courte(date(2026, 11, 24)) == "mar. 24 nov."


def test_full_date_names_the_year():
    assert dates.date_complete(date(2026, 11, 24)) == "mardi 24 novembre 2026"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1, f"1{N}minute"), (30, f"30{N}minutes"), (60, f"1{N}h"), (75, f"1{N}h{N}15"), (None, "")],
)
def test_duration_is_in_words(minutes, expected):
    assert dates.duree(minutes) == expected


@pytest.mark.parametrize(
    ("debut", "fin", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 28), "Du 23 au 28 novembre"),
        (date(2026, 11, 30), date(2026, 12, 5), "Du 30 novembre au 5 décembre"),
        (date(2026, 12, 28), date(2027, 1, 2), "Du 28 décembre 2026 au 2 janvier 2027"),
    ],
)
def test_period_repeats_only_what_changes(debut, fin, expected):
    assert dates.periode(debut, fin) == expected


def test_moment_carries_the_machine_date():
    assert dates.moment(MARDI) == (
        f'<time datetime="2026-11-24T09:30:00+01:00">mardi 24 novembre à{N}9{N}h{N}30</time>'
    )


def test_moment_hour_carries_the_local_hour():
    assert dates.moment(MARDI, "heure") == f'<time datetime="09:30">9{N}h{N}30</time>'


def test_no_date_gives_nothing():
    assert dates.date_longue(None) == dates.jour_heure(None) == dates.date_courte(None) == ""
