"""Is a site open now, and when does it open next? Pure: the clock and the calendar are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from home.horaires import INSECABLE, JOURS, closures_from, hour

# Beyond two months, "ouvre le…" helps nobody: the page says closed, and the phone number.
JOURS_LUS = 60
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EtatLieu:
    """`jusqu_a` when open; `prochaine` when closed, None when nothing is known. Local times."""

    ouvert: bool
    jusqu_a: dt.time | None = None
    prochaine: dt.datetime | None = None


def read_etat(
    *,
    horaires: Mapping[str, Any],
    fermetures: Sequence[Any],
    feries: Container[dt.date],
    now: dt.datetime,
) -> EtatLieu:
    """`now` on the clock of the territoire; a holiday and a closure close the whole day.

    Openings that touch are one: "jusqu’à" is when people really leave. Bad hours are skipped.
    """
    fermes = closures_from(fermetures, now.date())
    for ahead in range(JOURS_LUS):
        day = now.date() + dt.timedelta(days=ahead)
        if day in feries or any(debut <= day <= fin for debut, fin, _raison in fermes):
            continue
        for debut, fin in openings_of(horaires, day.weekday()):
            if ahead == 0 and now.time() >= fin:
                continue
            if ahead == 0 and debut <= now.time():
                return EtatLieu(True, jusqu_a=fin)
            return EtatLieu(False, prochaine=dt.datetime.combine(day, debut, tzinfo=now.tzinfo))
    return EtatLieu(False)


def openings_of(horaires: Mapping[str, Any], weekday: int) -> list[tuple[dt.time, dt.time]]:
    """The openings of a weekday (Monday 0), in order, those that touch or overlap made one."""
    found: list[tuple[dt.time, dt.time]] = []
    for pair in horaires.get(str(weekday)) or []:
        try:
            debut, fin = (dt.time.fromisoformat(text) for text in pair)
        except (TypeError, ValueError):
            continue
        if debut < fin:
            found.append((debut, fin))
    merged: list[tuple[dt.time, dt.time]] = []
    for debut, fin in sorted(found):
        if merged and debut <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(fin, merged[-1][1]))
        else:
            merged.append((debut, fin))
    return merged


def say(etat: EtatLieu, *, today: dt.date) -> str:
    """ "Ouvert maintenant, jusqu’à 17 h", "Fermé, ouvre lundi à 9 h", or "Fermé"."""
    if etat.ouvert and etat.jusqu_a:
        return f"Ouvert maintenant, jusqu’à {_at(etat.jusqu_a)}"
    if etat.prochaine is None:
        return "Fermé"
    day, ahead = etat.prochaine.date(), (etat.prochaine.date() - today).days
    if ahead == 0:
        when = "aujourd’hui"
    elif ahead == 1:
        when = "demain"
    elif ahead < 7:
        when = JOURS[day.weekday()]
    else:
        number = "1er" if day.day == 1 else str(day.day)
        when = f"{JOURS[day.weekday()]} {number}{INSECABLE}{MOIS[day.month - 1]}"
    return f"Fermé, ouvre {when} à {_at(etat.prochaine.time())}"


def _at(moment: dt.time) -> str:
    return hour(f"{moment:%H:%M}")
