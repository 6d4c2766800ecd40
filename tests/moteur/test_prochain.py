"""The next availability equals the first of all of them."""

from datetime import date, timedelta

import pytest

from booking.moteur import Hebdomadaire, Mode, next_creneau, next_par_lieu
from tests.moteur.saisie import (
    MARDI,
    absence,
    agendas,
    creneaux,
    instant,
    jours,
    occupe,
    plage,
    recherche,
)

NOW = instant("2026-11-23 8:00")
FENETRE = {"debut": NOW, "fin": instant("2027-02-20 0:00"), "now": NOW}


def test_next_is_the_earliest_of_all_plages():
    donnees = agendas(
        plage("9:00-10:00", MARDI + timedelta(days=3)),
        plage("14:00-15:00", MARDI, agent="Bob"),
    )
    trouve = next_creneau(donnees, recherche(), **FENETRE)
    assert trouve is not None
    assert (trouve.debut, trouve.agent) == (instant("14:00"), "Bob")


def test_nothing_free_gives_nothing():
    donnees = agendas(plage("9:00-10:00"), occupes=[occupe("9:30-9:40")])
    assert next_creneau(donnees, recherche(), **FENETRE) is None
    assert next_par_lieu(donnees, recherche(), **FENETRE) == {}


@pytest.mark.parametrize("semaines", [0, 2, 9])
def test_next_is_found_in_each_of_the_growing_windows(semaines):
    conge = absence("0:00-0:00", au=MARDI + timedelta(weeks=semaines))
    donnees = agendas(
        plage("9:00-10:00", recurrence=Hebdomadaire()),
        indisponibilites=[conge] if semaines else [],
    )
    trouve = next_creneau(donnees, recherche(), **FENETRE)
    assert trouve is not None
    assert jours([trouve]) == [f"{MARDI + timedelta(weeks=semaines):%d/%m}"]


def test_an_opening_that_starts_first_may_offer_later():
    """Its morning is taken: another that opens after it wins."""
    donnees = agendas(
        plage("8:00-12:00"),
        plage("9:00-12:00", agent="Bob"),
        occupes=[occupe("8:00-10:30")],
    )
    trouve = next_creneau(donnees, recherche(), **FENETRE)
    assert trouve is not None
    assert (trouve.debut, trouve.agent) == (instant("9:00"), "Bob")


def test_the_smallest_agent_wins_a_tie():
    donnees = agendas(*(plage("9:00-10:00", agent=nom) for nom in ("Zoe", "Ana", "Bob")))
    trouve = next_creneau(donnees, recherche(), **FENETRE)
    assert trouve is not None
    assert trouve.agent == "Ana"


def test_delays_and_now_hold_for_the_next_one():
    donnees = agendas(plage("9:00-10:00", recurrence=Hebdomadaire()))
    question = recherche(delai_min=25 * 60 + 1, delai_max=30 * 24 * 60)
    trouve = next_creneau(donnees, question, **FENETRE)
    assert trouve is not None
    assert jours([trouve]) == ["01/12"]
    assert next_creneau(donnees, recherche(delai_max=60), **FENETRE) is None


def test_each_site_has_its_own_next_one():
    donnees = agendas(
        plage("9:00-10:00", lieu="Millau", recurrence=Hebdomadaire()),
        plage("9:00-10:00", MARDI + timedelta(days=40), lieu="Rodez"),
        plage("9:00-10:00", MARDI, lieu="Decazeville", motifs=frozenset(["autre"])),
        plage("11:00-12:00", lieu=None, mode=Mode.TELEPHONE),
    )
    trouves = next_par_lieu(donnees, recherche(), **FENETRE)
    assert {lieu: jours([c])[0] for lieu, c in trouves.items()} == {
        "Millau": "24/11",
        None: "24/11",
        "Rodez": "03/01",
    }


def test_sites_not_asked_are_not_answered():
    donnees = agendas(plage("9:00-10:00", lieu="Millau"), plage("9:00-10:00", lieu="Rodez"))
    trouves = next_par_lieu(donnees, recherche(lieux=frozenset(["Rodez"])), **FENETRE)
    assert list(trouves) == ["Rodez"]


def test_next_is_the_first_of_the_full_list():
    donnees = agendas(
        *(
            plage(
                f"{9 + rang % 3}:{rang % 5}0-16:00",
                date(2026, 11, 20) + timedelta(days=rang),
                agent=rang % 4,
                lieu=rang % 3,
                recurrence=Hebdomadaire(1 + rang % 2),
            )
            for rang in range(24)
        ),
        occupes=[occupe("8:00-15:30", MARDI + timedelta(days=j), agent=j % 4) for j in range(9)],
    )
    tous = creneaux(donnees, du=date(2026, 11, 23), au=date(2026, 12, 31), now=NOW)
    attendu = {}
    for creneau in tous:
        attendu.setdefault(creneau.lieu, (creneau.debut, creneau.agent))
    trouves = next_par_lieu(donnees, recherche(), **FENETRE)
    assert {lieu: (c.debut, c.agent) for lieu, c in trouves.items()} == attendu
