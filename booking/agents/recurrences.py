"""Rules in words: "Chaque lundi et jeudi, sans fin"."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format

from booking import moteur
from booking.models import Absence, PlageOuverture

_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_RANGS = {
    1: "premier",
    2: "deuxième",
    3: "troisième",
    4: "quatrième",
    5: "cinquième",
    -1: "dernier",
}


def words_of(row: PlageOuverture | Absence) -> str:
    """When it takes place, hours left out."""
    rule = moteur.parse_recurrence(row.recurrence)
    first = date_format(row.premier_jour, "l j F Y")
    if rule is None:
        last = getattr(row, "dernier_jour", row.premier_jour)
        if last == row.premier_jour:
            return f"Le {first}"
        return f"Du {first} au {date_format(last, 'l j F Y')}"
    end = "" if row.jusqu_au == dt.date.max else f", jusqu’au {date_format(row.jusqu_au, 'j F Y')}"
    return f"{_rhythm(rule, row.premier_jour)}{end}"


def _rhythm(rule: moteur.Recurrence, first: dt.date) -> str:
    if isinstance(rule, moteur.Hebdomadaire):
        days = _join([_JOURS[j] for j in rule.jours or (first.weekday(),)])
        return (
            f"Chaque {days}" if rule.intervalle == 1 else f"Une semaine sur {_number(rule)}, {days}"
        )
    rank = _RANGS[rule.rang or (first.day - 1) // 7 + 1]
    day = _JOURS[first.weekday() if rule.jour is None else rule.jour]
    months = "du mois" if rule.intervalle == 1 else f"tous les {rule.intervalle} mois"
    return f"Le {rank} {day} {months}"


def _number(rule: moteur.Hebdomadaire) -> str:
    return {2: "deux", 3: "trois", 4: "quatre"}.get(rule.intervalle, str(rule.intervalle))


def _join(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
