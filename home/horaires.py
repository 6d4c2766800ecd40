"""Regular hours of a site in a few words: "Du lundi au vendredi : 8 h 30 – 12 h, 13 h – 17 h"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
INSECABLE = "\u00a0"


def summarize(horaires: Mapping[str, Any]) -> list[str]:
    """One line for each set of hours, days that share it together; closed days are left out."""
    groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for day in range(7):
        openings = tuple(tuple(pair) for pair in horaires.get(str(day)) or [] if len(pair) == 2)
        if openings:
            groups.setdefault(openings, []).append(day)
    return [
        f"{_days(days)}{INSECABLE}: {', '.join(_interval(o) for o in openings)}"
        for openings, days in sorted(groups.items(), key=lambda item: item[1][0])
    ]


def table_of(horaires: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Each weekday with its openings in words: `("Lundi", ["8 h 30 – 12 h", "13 h – 17 h"])`."""
    rows = []
    for day, nom in enumerate(JOURS):
        openings = [pair for pair in horaires.get(str(day)) or [] if len(pair) == 2]
        words = [_interval((pair[0], pair[1])) for pair in openings]
        rows.append((nom.capitalize(), words or ["Fermé"]))
    return rows


def closures_from(fermetures: Sequence[Any], today: dt.date) -> list[tuple[dt.date, dt.date, str]]:
    """Closures not yet over, soonest first: `(first day, last day, reason)`. Bad rows are skipped."""
    found = []
    for row in fermetures:
        try:
            debut = dt.date.fromisoformat(row["debut"])
            fin = dt.date.fromisoformat(row.get("fin") or row["debut"])
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if fin >= today:
            found.append((debut, fin, str(row.get("raison", ""))))
    return sorted(found)


def _days(days: list[int]) -> str:
    run = days == list(range(days[0], days[-1] + 1))
    if len(days) > 2 and run:
        return f"Du {JOURS[days[0]]} au {JOURS[days[-1]]}"
    names = [JOURS[day] for day in days]
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
    return text.capitalize()


def _interval(opening: tuple[str, str]) -> str:
    return f"{hour(opening[0])}{INSECABLE}–{INSECABLE}{hour(opening[1])}"


def hour(text: str) -> str:
    """ "08:30" becomes "8 h 30", with spaces that do not break."""
    hours, _, minutes = text.partition(":")
    rest = f"{INSECABLE}{minutes}" if minutes.strip("0") else ""
    return f"{int(hours or 0)}{INSECABLE}h{rest}"
