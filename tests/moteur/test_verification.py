"""What can be booked, beyond what is offered."""

from datetime import timedelta

import pytest

from booking.moteur import (
    Mode,
    agents_on_grid,
    free_agents,
    free_creneau,
    is_free,
    is_on_grid,
)
from tests.moteur.saisie import MARDI, absence, agendas, instant, occupe, plage, recherche

NOW = instant("2026-11-23 8:00")


def libre(donnees, question=None, *, heures="9:00-10:00", agent="Ana", lieu=None, now=NOW) -> bool:
    debut, fin = (instant(heure) for heure in heures.split("-"))
    return is_free(
        donnees, question or recherche(), agent=agent, debut=debut, fin=fin, now=now, lieu=lieu
    )


@pytest.mark.parametrize(
    ("heures", "attendu"),
    [
        ("9:00-10:00", True),
        ("9:17-10:17", True),  # off the grid, but free
        ("11:00-12:00", True),
        ("8:59-9:59", False),
        ("11:01-12:01", False),
        ("12:00-13:00", False),
        ("13:30-14:30", False),  # two plages that touch are two openings
    ],
)
def test_an_interval_inside_one_opening_is_free(heures, attendu):
    donnees = agendas(plage("9:00-12:00"), plage("13:00-14:00"), plage("14:00-15:00"))
    assert libre(donnees, heures=heures) is attendu


@pytest.mark.parametrize("heures", ["9:00-9:30", "9:00-12:00", "9:00-9:00", "10:00-9:00"])
def test_a_tampered_duration_is_refused(heures):
    assert not libre(agendas(plage("9:00-12:00")), heures=heures)


@pytest.mark.parametrize("ecart", [timedelta(seconds=30), timedelta(microseconds=1)])
def test_a_start_off_the_minute_is_refused(ecart):
    donnees, debut = agendas(plage("9:00-12:00")), instant("9:00") + ecart
    fin = debut + timedelta(hours=1)
    assert not is_free(donnees, recherche(), agent="Ana", debut=debut, fin=fin, now=NOW)


@pytest.mark.parametrize(
    "obstacle",
    [
        {"occupes": [occupe("9:59-10:30")]},
        {"occupes": [occupe("8:00-9:01")]},
        {"indisponibilites": [absence("9:20-9:25")]},
        {"feries": [MARDI]},
    ],
)
def test_anything_in_the_way_refuses(obstacle):
    assert not libre(agendas(plage("9:00-12:00"), **obstacle))


def test_what_only_touches_does_not_refuse():
    pris = [occupe("8:00-9:00"), occupe("10:00-11:00")]
    assert libre(agendas(plage("8:00-12:00"), occupes=pris))


@pytest.mark.parametrize(
    "question",
    [
        recherche(agents=frozenset(["Bob"])),
        recherche(lieux=frozenset(["Millau"])),
        recherche(lieux_fermes=frozenset(["Rodez"])),
        recherche(delai_min=25 * 60 + 1),
        recherche(delai_max=24 * 60),
    ],
)
def test_the_limits_of_the_search_hold(question):
    assert not libre(agendas(plage("9:00-12:00")), question)


def test_the_site_asked_must_be_the_one_of_the_opening():
    donnees = agendas(plage("9:00-12:00"))
    assert libre(donnees, lieu="Rodez")
    assert not libre(donnees, lieu="Millau")
    assert not libre(donnees, recherche(lieux=frozenset(["Millau"])), lieu="Rodez")


def test_a_past_start_is_refused():
    assert not libre(agendas(plage("9:00-12:00")), now=instant("9:01"))


def test_another_motif_is_refused():
    assert not libre(agendas(plage("9:00-12:00", motifs=frozenset(["autre"]))))


def test_the_answer_says_where_and_how():
    donnees = agendas(plage("9:00-12:00", id=7, mode=Mode.VISIO))
    trouve = free_creneau(
        donnees,
        recherche(),
        agent="Ana",
        debut=instant("9:05"),
        fin=instant("10:05"),
        now=NOW,
    )
    assert trouve is not None
    assert (trouve.plage, trouve.lieu, trouve.mode) == (7, "Rodez", "visio")


def test_free_agents_lists_those_who_can():
    donnees = agendas(
        *(plage("9:00-12:00", agent=nom) for nom in ("Zoe", "Bob", "Ana")),
        plage("9:00-12:00", agent="Luc", lieu="Millau"),
        occupes=[occupe("9:00-9:30", agent="Bob")],
    )
    debut, fin = instant("9:00"), instant("10:00")
    trouves = free_agents(donnees, recherche(), debut=debut, fin=fin, now=NOW, lieu="Rodez")
    assert trouves == ["Ana", "Zoe"]


def test_five_free_agents_give_exactly_five_bookings():
    noms = ["Ana", "Bob", "Lou", "Max", "Zoe"]
    debut, fin, pris = instant("9:00"), instant("10:00"), []
    for _ in range(7):
        donnees = agendas(*(plage("9:00-10:00", agent=nom) for nom in noms), occupes=pris)
        libres = free_agents(donnees, recherche(), debut=debut, fin=fin, now=NOW)
        pris += [occupe("9:00-10:00", agent=nom) for nom in libres[:1]]
    assert sorted(agent for agent, _, _ in pris) == noms


@pytest.mark.parametrize(
    ("heure", "attendu"), [("9:00", True), ("11:00", True), ("9:30", False), ("11:30", False)]
)
def test_on_the_grid_means_offered(heure, attendu):
    donnees = agendas(plage("9:00-12:00"))
    assert is_on_grid(donnees, recherche(), debut=instant(heure), now=NOW) is attendu


def test_a_start_shown_stays_on_the_grid_once_the_plage_has_begun():
    donnees = agendas(plage("9:00-12:00"))
    assert is_on_grid(donnees, recherche(), debut=instant("11:00"), now=instant("9:03"))


def test_on_the_grid_says_with_whom():
    donnees = agendas(
        plage("9:00-12:00", agent="Zoe"),
        plage("9:00-12:00"),
        plage("9:30-12:00", agent="Bob"),
        plage("9:00-12:00", agent="Luc", lieu="Millau"),
    )
    debut = instant("9:00")
    assert agents_on_grid(donnees, recherche(), debut=debut, now=NOW) == ["Ana", "Luc", "Zoe"]
    a_rodez = agents_on_grid(donnees, recherche(), debut=debut, now=NOW, lieu="Rodez")
    assert a_rodez == ["Ana", "Zoe"]
