"""Rules that come back."""

import sys
from datetime import date

import pytest

from booking.moteur import DERNIER, Hebdomadaire, Mensuelle, dates
from tests.moteur.saisie import MARDI, agendas, creneaux, heures, plage

LUN, MAR, MER, JEU, VEN = range(5)


def listed(premier: str, regle, debut: str, fin: str) -> list[str]:
    bornes = (date.fromisoformat(debut), date.fromisoformat(fin))
    return [f"{jour:%d/%m}" for jour in dates(date.fromisoformat(premier), regle, *bornes)]


@pytest.mark.parametrize(
    ("premier", "regle", "debut", "fin", "attendu"),
    [
        # once
        ("2026-11-24", None, "2026-11-01", "2026-11-30", ["24/11"]),
        ("2026-11-24", None, "2026-11-25", "2026-11-30", []),
        # weekly: bounds included, first day's weekday by default
        ("2026-11-24", Hebdomadaire(), "2026-11-24", "2026-12-08", ["24/11", "01/12", "08/12"]),
        ("2026-11-24", Hebdomadaire(), "2026-01-01", "2026-12-01", ["24/11", "01/12"]),
        # a first day that does not follow the rule produces nothing
        ("2026-11-24", Hebdomadaire(1, (LUN,)), "2026-11-23", "2026-12-01", ["30/11"]),
        # every other week, counted on Mondays from the week of the first day
        (
            "2026-11-25",
            Hebdomadaire(2, (LUN, MER)),
            "2026-11-01",
            "2026-12-24",
            ["25/11", "07/12", "09/12", "21/12", "23/12"],
        ),
        # the order in which weekdays are given does not matter
        (
            "2026-11-23",
            Hebdomadaire(1, (VEN, LUN, VEN)),
            "2026-11-23",
            "2026-11-29",
            ["23/11", "27/11"],
        ),
        # 2026 has 53 ISO weeks: parity by ISO number would break here
        ("2026-12-28", Hebdomadaire(2), "2026-12-28", "2027-01-31", ["28/12", "11/01", "25/01"]),
        # until, included
        (
            "2026-11-24",
            Hebdomadaire(jusqu_au=date(2026, 12, 1)),
            "2026-11-24",
            "2026-12-31",
            ["24/11", "01/12"],
        ),
        # monthly: rank and weekday of the first day by default
        ("2026-11-24", Mensuelle(), "2026-11-01", "2027-01-31", ["24/11", "22/12", "26/01"]),
        ("2026-11-01", Mensuelle(1, 1, LUN), "2026-11-01", "2026-12-31", ["02/11", "07/12"]),
        # months without a fifth one are skipped
        (
            "2026-11-30",
            Mensuelle(1, 5, LUN),
            "2026-11-01",
            "2027-05-31",
            ["30/11", "29/03", "31/05"],
        ),
        # the interval counts months, even those it skips, and crosses the year
        ("2026-11-24", Mensuelle(2), "2026-11-01", "2027-04-30", ["24/11", "26/01", "23/03"]),
        (
            "2026-11-27",
            Mensuelle(1, DERNIER),
            "2026-11-01",
            "2027-01-31",
            ["27/11", "25/12", "29/01"],
        ),
        (
            "2026-11-24",
            Mensuelle(jusqu_au=date(2026, 12, 22)),
            "2026-12-22",
            "2027-03-01",
            ["22/12"],
        ),
        # a range that begins in the middle of a cycle
        ("2026-11-25", Hebdomadaire(2, (LUN, MER)), "2026-12-08", "2026-12-20", ["09/12"]),
        ("2026-11-24", Mensuelle(3), "2026-12-01", "2027-01-31", []),
        # a range before the first day, and one turned around
        ("2026-11-24", Hebdomadaire(), "2026-10-01", "2026-11-01", []),
        ("2026-11-24", Hebdomadaire(), "2026-12-31", "2026-12-01", []),
    ],
)
def test_dates_of_a_rule_in_a_range(premier, regle, debut, fin, attendu):
    assert listed(premier, regle, debut, fin) == attendu


@pytest.mark.parametrize("regle", [Hebdomadaire(2, (MAR, JEU)), Mensuelle(3, 2, MAR)])
def test_a_rule_of_long_ago_costs_what_a_recent_one_costs(regle):
    fenetre = (date(2026, 11, 1), date(2027, 1, 31))
    recente = _lines_executed(lambda: list(dates(date(2026, 10, 6), regle, *fenetre)))
    ancienne = _lines_executed(lambda: list(dates(date(1926, 10, 5), regle, *fenetre)))
    assert abs(ancienne - recente) <= 20


@pytest.mark.parametrize(
    "build",
    [
        lambda: Hebdomadaire(0),
        lambda: Hebdomadaire(1, (7,)),
        lambda: Mensuelle(0),
        lambda: Mensuelle(1, 6),
        lambda: Mensuelle(1, 0),
        lambda: Mensuelle(1, 1, 9),
    ],
)
def test_a_rule_without_sense_is_refused(build):
    with pytest.raises(ValueError):
        build()


def test_a_recurring_plage_offers_each_occurrence():
    donnees = agendas(plage("9:00-10:00", recurrence=Hebdomadaire(1, (MAR, JEU))))
    assert heures(creneaux(donnees, au=date(2026, 11, 29))) == "9:00 9:00"


def test_excluded_dates_are_left_out():
    donnees = agendas(
        plage("9:00-10:00", recurrence=Hebdomadaire(1, (MAR, JEU)), exclues=frozenset([MARDI]))
    )
    [creneau] = creneaux(donnees, au=date(2026, 11, 29))
    assert creneau.debut.day == 26


def _lines_executed(action) -> int:
    """How many lines of the engine ran: a count, so that a busy machine changes nothing."""
    lignes = 0

    def trace(frame, evenement, _argument):
        nonlocal lignes
        if "recurrences" not in frame.f_code.co_filename:
            return None
        lignes += evenement == "line"
        return trace

    precedente = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(precedente)
    return lignes
