"""The grid: where it begins, what it avoids, what it leaves out."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

import booking.moteur
from booking.moteur import CreneauOffert, Mode, Occupe, Recherche, find_creneaux, group_by_debut
from tests.moteur.saisie import (
    MARDI,
    absence,
    agendas,
    creneaux,
    heures,
    instant,
    occupe,
    plage,
    recherche,
)


@pytest.mark.parametrize(
    ("ouvert", "duree", "offert"),
    [
        ("9:00-12:00", 60, "9:00 10:00 11:00"),
        ("9:00-10:00", 60, "9:00"),
        ("9:00-9:59", 60, ""),
        ("9:20-11:00", 45, "9:20 10:05"),
        ("22:00-0:00", 60, "22:00 23:00"),
        ("9:00-9:00", 30, ""),
    ],
)
def test_grid_starts_with_the_plage_and_steps_by_the_duration(ouvert, duree, offert):
    assert heures(creneaux(agendas(plage(ouvert)), recherche(duree))) == offert


@pytest.mark.parametrize(
    ("pris", "offert"),
    [
        (["8:00-9:00"], "9:00 10:00 11:00"),
        (["12:00-13:00"], "9:00 10:00 11:00"),
        (["9:00-9:20"], "9:20 10:20"),
        (["10:00-10:50"], "9:00 10:50"),
        (["8:30-9:15", "9:10-9:40"], "9:40 10:40"),
        (["9:00-11:00", "9:30-10:00"], "11:00"),
        (["10:30-10:40"], "9:00 10:40"),
        (["7:00-13:00"], ""),
    ],
)
def test_grid_restarts_at_the_end_of_what_is_taken(pris, offert):
    donnees = agendas(plage("9:00-12:00"), occupes=[occupe(heures_) for heures_ in pris])
    assert heures(creneaux(donnees)) == offert


def test_bare_rows_in_any_order_are_busy_too():
    plus_tard = MARDI + timedelta(days=20)
    lignes = [
        tuple(occupe("9:00-9:30")),
        tuple(occupe("9:00-9:30", plus_tard)),
        tuple(occupe("10:00-10:30", plus_tard)),
        tuple(occupe("10:30-11:00")),
    ]
    donnees = agendas(plage("9:00-12:00"), occupes=lignes)
    assert heures(creneaux(donnees, recherche(30))) == "9:30 10:00 11:00 11:30"


def test_what_began_the_day_before_is_busy_past_midnight():
    nuit = Occupe("Ana", instant("2026-11-23 22:00"), instant("0:30"))
    donnees = agendas(plage("0:00-2:00"), occupes=[nuit])
    assert heures(creneaux(donnees, recherche(30))) == "0:30 1:00 1:30"


def test_a_hold_is_busy_like_any_other_interval():
    tenue = occupe("10:00-11:00")
    libre = agendas(plage("9:00-12:00"))
    assert heures(creneaux(libre)) == "9:00 10:00 11:00"
    assert heures(creneaux(agendas(plage("9:00-12:00"), occupes=[tenue]))) == "9:00 11:00"


def test_an_absence_moves_the_grid_as_a_rdv_does():
    donnees = agendas(plage("9:00-12:00"), indisponibilites=[absence("9:30-9:45")])
    assert heures(creneaux(donnees, recherche(30))) == "9:00 9:45 10:15 10:45 11:15"


def test_an_absence_over_several_days_covers_the_days_between():
    donnees = agendas(
        plage("9:00-12:00"),
        indisponibilites=[absence("14:00-10:00", MARDI - timedelta(days=3), au=MARDI)],
    )
    assert heures(creneaux(donnees)) == "10:00 11:00"


def test_another_agent_taken_does_not_matter():
    donnees = agendas(plage("9:00-11:00"), occupes=[occupe("9:00-10:00", agent="Bob")])
    assert heures(creneaux(donnees)) == "9:00 10:00"


@pytest.mark.parametrize(
    ("pas", "offert"),
    [(None, "9:00 9:45"), (15, "9:00 9:15 9:30 9:45 10:00 10:15"), (60, "9:00 10:00")],
)
def test_a_step_of_its_own_sets_the_distance_between_starts(pas, offert):
    donnees = agendas(plage("9:00-11:00"))
    assert heures(creneaux(donnees, recherche(45, pas=pas))) == offert


@pytest.mark.parametrize(
    ("now", "offert"),
    [
        ("8:59", "9:00 9:30 10:00 10:30"),
        ("9:00", "9:00 9:30 10:00 10:30"),
        ("9:01", "9:30 10:00 10:30"),
        ("9:17", "9:30 10:00 10:30"),
        ("10:30", "10:30"),
        ("10:31", ""),
    ],
)
def test_the_grid_never_moves_with_now(now, offert):
    trouves = creneaux(agendas(plage("9:00-11:00")), recherche(30), now=instant(now))
    assert heures(trouves) == offert


def test_a_window_that_opens_within_a_plage_keeps_its_grid():
    donnees = agendas(plage("9:00-12:00"), occupes=[occupe("9:00-9:20")])
    trouves = find_creneaux(
        donnees,
        recherche(30),
        debut=instant("10:00"),
        fin=instant("11:20"),
        now=instant("8:00"),
    )
    assert heures(trouves) == "10:20 10:50"


@pytest.mark.parametrize(
    ("now", "delai_min", "delai_max", "offert"),
    [
        ("8:00", 60, None, "9:00 10:00 11:00"),
        ("8:01", 60, None, "10:00 11:00"),
        ("8:00", 0, 120, "9:00 10:00"),
        ("7:59", 0, 120, "9:00"),
        ("8:00", 0, 59, ""),
        ("8:00", 300, 60, ""),
    ],
)
def test_delays_apply_to_the_instant_bounds_included(now, delai_min, delai_max, offert):
    question = recherche(delai_min=delai_min, delai_max=delai_max)
    assert heures(creneaux(agendas(plage("9:00-12:00")), question, now=instant(now))) == offert


def test_delays_count_the_seconds_of_now():
    question = recherche(delai_min=60)
    now = instant("8:00") + timedelta(microseconds=1)
    assert heures(creneaux(agendas(plage("9:00-11:00")), question, now=now)) == "10:00"


def test_a_holiday_closes_its_local_day_only():
    donnees = agendas(
        plage("9:00-10:00"), plage("9:00-10:00", MARDI + timedelta(days=1)), feries=[MARDI]
    )
    trouves = creneaux(donnees, au=MARDI + timedelta(days=1))
    assert [creneau.debut for creneau in trouves] == [instant("2026-11-25 9:00")]


def test_a_plage_for_another_motif_is_ignored():
    donnees = agendas(plage("9:00-10:00", motifs=frozenset(["vaccin"])))
    assert creneaux(donnees) == []


@pytest.mark.parametrize(
    ("agents", "offert"), [(None, "Ana Bob"), (frozenset(["Bob"]), "Bob"), (frozenset(), "")]
)
def test_an_empty_set_of_agents_means_nobody(agents, offert):
    donnees = agendas(plage("9:00-10:00"), plage("9:00-10:00", agent="Bob"))
    trouves = creneaux(donnees, recherche(agents=agents))
    assert " ".join(creneau.agent for creneau in trouves) == offert


def test_a_closed_site_offers_nothing_in_any_mode():
    donnees = agendas(plage("9:00-10:00"), plage("9:00-10:00", lieu="Millau", mode=Mode.TELEPHONE))
    fermes = frozenset(["Rodez", "Millau"])
    assert creneaux(donnees, recherche(lieux_fermes=fermes)) == []
    ouverts = creneaux(donnees, recherche(lieux_fermes=frozenset(["Millau"])))
    assert [creneau.lieu for creneau in ouverts] == ["Rodez"]


@pytest.mark.parametrize("mode", [Mode.TELEPHONE, Mode.DOMICILE, Mode.VISIO])
def test_away_from_a_site_plages_with_and_without_lieu_count(mode):
    donnees = agendas(plage("9:00-10:00"), plage("11:00-12:00", lieu=None))
    trouves = creneaux(donnees, recherche(mode=mode))
    assert [(creneau.lieu, creneau.mode) for creneau in trouves] == [("Rodez", mode), (None, mode)]


def test_on_site_needs_a_site():
    assert creneaux(agendas(plage("9:00-10:00", lieu=None))) == []


def test_the_mode_of_the_plage_replaces_that_of_the_motif():
    [creneau] = creneaux(agendas(plage("9:00-10:00", mode=Mode.VISIO)))
    assert creneau.mode == "visio"


def test_identical_plages_are_offered_once_and_sites_apart():
    donnees = agendas(plage("9:00-10:00"), plage("9:00-10:00"), plage("9:00-10:00", lieu="Millau"))
    assert [creneau.lieu for creneau in creneaux(donnees)] == ["Rodez", "Millau"]


def test_one_rdv_takes_both_sites():
    donnees = agendas(
        plage("9:00-10:00"), plage("9:00-10:00", lieu="Millau"), occupes=[occupe("9:00-9:10")]
    )
    assert creneaux(donnees) == []


def test_overlapping_plages_give_two_grids_sorted_together():
    donnees = agendas(plage("9:30-11:30"), plage("9:00-11:00"))
    assert heures(creneaux(donnees)) == "9:00 9:30 10:00 10:30"


def test_output_is_sorted_by_start_then_agent():
    donnees = agendas(plage("9:00-11:00", agent="Zoe"), plage("9:00-11:00", agent="Ana"))
    assert [creneau.agent for creneau in creneaux(donnees)] == ["Ana", "Zoe", "Ana", "Zoe"]


def test_grouping_lists_the_agents_and_sites_of_a_start():
    donnees = agendas(
        plage("9:00-10:00", agent="Zoe", lieu="Millau"),
        plage("9:00-11:00"),
    )
    assert group_by_debut(creneaux(donnees)) == [
        CreneauOffert(instant("9:00"), instant("10:00"), ("Ana", "Zoe"), ("Millau", "Rodez")),
        CreneauOffert(instant("10:00"), instant("11:00"), ("Ana",), ("Rodez",)),
    ]


def test_results_are_utc():
    [creneau] = creneaux(agendas(plage("9:00-10:00")))
    assert creneau.debut == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert creneau.debut.tzinfo is UTC


def test_a_naive_now_is_refused():
    with pytest.raises(ValueError, match="aware"):
        creneaux(agendas(plage("9:00-10:00")), now=datetime(2026, 11, 23))


@pytest.mark.parametrize("mauvais", [{"duree": 0}, {"duree": -30}, {"duree": 30, "pas": 0}])
def test_a_duration_or_step_that_does_not_advance_is_refused(mauvais):
    with pytest.raises(ValueError, match="minute"):
        Recherche(motif="bilan", **mauvais)


def test_the_table_of_the_docstring_names_every_field_of_a_search():
    for champ in fields(Recherche):
        assert f"`Recherche.{champ.name}`" in (booking.moteur.__doc__ or "")
