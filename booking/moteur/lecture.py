"""The stored form of rules: plain JSON values, the same in the database and in scenario files.

A recurrence is None, `{"every": "week", "interval": 2, "on": ["monday"], "until": "2027-06-30"}` or
`{"every": "month", "interval": 1, "day": {"wednesday": 2}}`. Exceptions are keyed by the date the
rule gives: `{"2026-11-26": {"annulee": true}}`, or any of `jour`, `debut`, `fin`, `lieu`, `mode`.

Every function raises ValueError on what it cannot read.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from booking.moteur.plages import Mode
from booking.moteur.recurrences import Hebdomadaire, Mensuelle, Recurrence
from booking.moteur.series import ExceptionOccurrence

JOURS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_recurrence(valeur: Mapping[str, Any] | None) -> Recurrence | None:
    if not valeur:
        return None
    try:
        intervalle = int(valeur.get("interval") or 1)
        until = valeur.get("until")
        jusqu_au = date.fromisoformat(until) if until else None
        if valeur["every"] == "week":
            noms = valeur.get("on") or ()
            return Hebdomadaire(intervalle, tuple(JOURS.index(nom) for nom in noms), jusqu_au)
        if valeur["every"] == "month":
            if not valeur.get("day"):
                return Mensuelle(intervalle, jusqu_au=jusqu_au)
            [(nom, rang)] = valeur["day"].items()
            return Mensuelle(intervalle, int(rang), JOURS.index(nom), jusqu_au)
    except (AttributeError, KeyError, TypeError, ValueError) as erreur:
        raise ValueError(f"unreadable recurrence: {valeur!r}") from erreur
    raise ValueError(f"unknown recurrence: {valeur!r}")


def dump_recurrence(recurrence: Recurrence | None) -> dict[str, Any] | None:
    """The stored form, which `parse_recurrence` reads back equal."""
    if recurrence is None:
        return None
    valeur: dict[str, Any] = {"interval": recurrence.intervalle}
    if isinstance(recurrence, Hebdomadaire):
        valeur["every"] = "week"
        if recurrence.jours:
            valeur["on"] = [JOURS[jour] for jour in recurrence.jours]
    else:
        valeur["every"] = "month"
        if recurrence.rang is not None and recurrence.jour is not None:
            valeur["day"] = {JOURS[recurrence.jour]: recurrence.rang}
    if recurrence.jusqu_au is not None:
        valeur["until"] = recurrence.jusqu_au.isoformat()
    return valeur


def parse_exceptions(
    valeur: Mapping[str, Mapping[str, Any]] | None,
) -> tuple[ExceptionOccurrence, ...]:
    try:
        return tuple(_exception(jour, points) for jour, points in sorted((valeur or {}).items()))
    except (AttributeError, TypeError, ValueError) as erreur:
        raise ValueError(f"unreadable exceptions: {valeur!r}") from erreur


def _exception(jour: str, points: Mapping[str, Any]) -> ExceptionOccurrence:
    def read(nom: str, lire: Any) -> Any:
        brut = points.get(nom)
        return None if brut is None or brut == "" else lire(brut)

    return ExceptionOccurrence(
        jour=date.fromisoformat(jour),
        annulee=bool(points.get("annulee", False)),
        nouveau_jour=read("jour", date.fromisoformat),
        debut=read("debut", time.fromisoformat),
        fin=read("fin", time.fromisoformat),
        lieu=points.get("lieu"),
        mode=read("mode", Mode),
    )
