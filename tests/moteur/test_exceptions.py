"""One occurrence that does otherwise."""

from datetime import date, time

from booking.moteur import ExceptionOccurrence, Hebdomadaire, Mode, next_par_lieu
from tests.moteur.saisie import (
    MARDI,
    absence,
    agendas,
    creneaux,
    heures,
    instant,
    jours,
    plage,
    recherche,
)

JEUDI = date(2026, 11, 26)
DECEMBRE = date(2026, 12, 1)


def hebdomadaire(*exceptions: ExceptionOccurrence, **autres):
    return agendas(plage("9:00-10:00", recurrence=Hebdomadaire(), exceptions=exceptions, **autres))


def test_a_cancelled_occurrence_is_the_only_one_to_go():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, annulee=True))
    assert jours(creneaux(donnees, au=DECEMBRE)) == ["01/12"]


def test_moved_hours_start_a_grid_of_their_own():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, debut=time(14, 10), fin=time(16, 10)))
    assert heures(creneaux(donnees, au=DECEMBRE)) == "14:10 15:10 9:00"


def test_one_bound_alone_may_move():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, fin=time(12)))
    assert heures(creneaux(donnees)) == "9:00 10:00 11:00"


def test_an_occurrence_moved_to_another_day_leaves_its_own():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, nouveau_jour=JEUDI))
    assert jours(creneaux(donnees, au=DECEMBRE)) == ["26/11", "01/12"]


def test_an_occurrence_moved_into_the_window_is_found_there():
    donnees = hebdomadaire(ExceptionOccurrence(DECEMBRE, nouveau_jour=JEUDI))
    assert jours(creneaux(donnees, du=JEUDI)) == ["26/11"]


def test_an_occurrence_may_change_site():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, lieu="Millau"))
    assert [c.lieu for c in creneaux(donnees, au=DECEMBRE)] == ["Millau", "Rodez"]
    a_rodez = creneaux(donnees, recherche(lieux=frozenset(["Rodez"])), au=DECEMBRE)
    assert jours(a_rodez) == ["01/12"]
    a_millau = creneaux(donnees, recherche(lieux=frozenset(["Millau"])), au=DECEMBRE)
    assert jours(a_millau) == ["24/11"]


def test_next_by_site_looks_past_what_its_own_site_offers():
    plus_tard = date(2026, 12, 15)
    donnees = hebdomadaire(ExceptionOccurrence(plus_tard, lieu="Millau"))
    trouves = next_par_lieu(
        donnees,
        recherche(),
        debut=instant("8:00"),
        fin=instant("2026-12-31 0:00"),
        now=instant("8:00"),
    )
    assert {lieu: c.debut for lieu, c in trouves.items()} == {
        "Rodez": instant("9:00"),
        "Millau": instant("9:00", plus_tard),
    }


def test_an_occurrence_may_be_held_by_telephone():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, mode=Mode.TELEPHONE))
    assert [c.mode for c in creneaux(donnees, au=DECEMBRE)] == ["telephone", "sur_place"]


def test_an_exception_to_a_date_outside_the_rule_is_ignored():
    donnees = hebdomadaire(ExceptionOccurrence(JEUDI, debut=time(8)))
    assert jours(creneaux(donnees, au=DECEMBRE)) == ["24/11", "01/12"]


def test_an_excluded_date_wins_over_its_exception():
    donnees = hebdomadaire(ExceptionOccurrence(MARDI, debut=time(8)), exclues=frozenset([MARDI]))
    assert jours(creneaux(donnees, au=DECEMBRE)) == ["01/12"]


def test_an_absence_has_exceptions_too():
    conge = absence(
        "9:00-10:00",
        recurrence=Hebdomadaire(),
        exclues=frozenset([DECEMBRE]),
        exceptions=(
            ExceptionOccurrence(MARDI, debut=time(9, 30)),
            ExceptionOccurrence(date(2026, 12, 8), annulee=True),
        ),
    )
    donnees = agendas(plage("9:00-10:00", recurrence=Hebdomadaire()), indisponibilites=[conge])
    trouves = creneaux(donnees, recherche(30), au=date(2026, 12, 15))
    assert jours(trouves) == ["24/11", "01/12", "01/12", "08/12", "08/12"]
