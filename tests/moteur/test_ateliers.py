"""Collective ateliers, and the choice of an agent."""

import pytest

from booking.moteur import AtelierPlanifie, open_ateliers, rank_agents
from tests.moteur.saisie import instant, recherche

NOW = instant("2026-11-23 8:00")


def atelier(nom: str = "A", heure: str = "14:00", **autres) -> AtelierPlanifie:
    defauts = {"agents": frozenset(["Ana"]), "lieu": "Rodez", "inscrits": 0}
    return AtelierPlanifie(**defauts | autres, id=nom, debut=instant(heure))


@pytest.mark.parametrize(
    ("places", "inscrits", "restantes", "ouvert"),
    [(3, 2, 1, True), (2, 2, 0, False), (2, 5, 0, False), (None, 50, None, True), (0, 0, 0, False)],
)
def test_seats_decide(places, inscrits, restantes, ouvert):
    un = atelier(places=places, inscrits=inscrits)
    assert un.restantes == restantes
    assert bool(open_ateliers([un], recherche(), now=NOW)) is ouvert


@pytest.mark.parametrize(
    ("autres", "question"),
    [
        ({"annule": True}, {}),
        ({"heure": "2026-11-23 8:00"}, {}),
        ({"heure": "2026-11-22 14:00"}, {}),
        ({}, {"delai_min": 31 * 60}),
        ({}, {"delai_max": 29 * 60}),
        ({}, {"lieux": frozenset(["Millau"])}),
        ({}, {"agents": frozenset(["Bob"])}),
        ({}, {"agents": frozenset()}),
    ],
)
def test_what_closes_an_atelier(autres, question):
    assert open_ateliers([atelier(**autres)], recherche(**question), now=NOW) == []


def test_delays_include_their_bounds():
    question = recherche(delai_min=30 * 60, delai_max=30 * 60)
    assert len(open_ateliers([atelier()], question, now=NOW)) == 1


def test_a_closed_site_does_not_close_an_atelier():
    question = recherche(lieux_fermes=frozenset(["Rodez"]))
    assert len(open_ateliers([atelier()], question, now=NOW)) == 1


def test_ateliers_come_by_start_from_a_date_on():
    prevus = [atelier("B", "16:00"), atelier("A", "14:00"), atelier("C", "2026-11-23 9:00")]
    ouverts = open_ateliers(prevus, recherche(), now=NOW, debut=instant("0:00"))
    assert [un.id for un in ouverts] == ["A", "B"]


@pytest.mark.parametrize(
    ("jour", "semaine", "attendu"),
    [
        ({}, {}, [1, 2, 3]),
        ({1: 2, 2: 1}, {}, [3, 2, 1]),
        ({1: 1, 2: 1, 3: 1}, {1: 9, 2: 4, 3: 4}, [2, 3, 1]),
        ({3: 0}, {1: 1, 2: 1}, [3, 1, 2]),
    ],
)
def test_agents_are_tried_by_load_of_the_day_then_the_week_then_id(jour, semaine, attendu):
    ordre = rank_agents([3, 1, 2, 1], rdvs_du_jour=jour, rdvs_de_la_semaine=semaine)
    assert ordre == attendu
