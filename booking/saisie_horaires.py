"""Hours, closures and permanences as a person types them. Pure: text to what Lieu keeps, and back.

Each refusal is a `SaisieIllisible` whose sentence quotes what could not be read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from typing import Any

from booking.errors import BookingError

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HEURE = r"(\d{1,2})\s*[hH:]\s*(\d{2})?"
_INTERVALLE = re.compile(rf"^\s*(?:de\s+)?{_HEURE}\s*(?:-|–|à)\s*{_HEURE}\s*$")
_JOUR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# What may stand around the two days of a closure.
_ENTRE = re.compile(r"\s*(?:du|le)?\s*(?:au|à|-|–)?\s*:?\s*")
Ouvertures = list[list[str]]


class SaisieIllisible(BookingError):
    phrase = "Écrivez les heures ainsi : 8:30-12:00, 13:30-17:00."


def parse_openings(text: str) -> Ouvertures:
    """ "8h30-12h, 13:30-17:00" to `[["08:30", "12:00"], ["13:30", "17:00"]]`, in order."""
    found: list[tuple[dt.time, dt.time]] = []
    for part in re.split(r"[,;]|\bet\b", text):
        if not part.strip():
            continue
        match = _INTERVALLE.match(part)
        try:
            if match is None:
                raise ValueError
            debut = dt.time(int(match[1]), int(match[2] or 0))
            fin = dt.time(int(match[3]), int(match[4] or 0))
        except ValueError:
            raise SaisieIllisible(
                f"« {part.strip()} » ne se lit pas. Écrivez ainsi : 8:30-12:00, 13:30-17:00."
            ) from None
        if fin <= debut:
            raise SaisieIllisible(f"« {part.strip()} » finit avant de commencer.")
        found.append((debut, fin))
    found.sort()
    for before, after in itertools.pairwise(found):
        if after[0] < before[1]:
            raise SaisieIllisible(
                f"Deux ouvertures se chevauchent : l’une finit à {before[1]:%H:%M}, "
                f"l’autre commence à {after[0]:%H:%M}."
            )
    return [[f"{debut:%H:%M}", f"{fin:%H:%M}"] for debut, fin in found]


def parse_closures(text: str) -> list[dict[str, str]]:
    """One a line: "24/12/2026 au 26/12/2026 : Noël", or "24/12/2026 : inventaire"."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        days, _, raison = line.partition(" : ")
        dates = _JOUR.findall(days)
        try:
            found = [dt.date(int(y), int(m), int(d)) for d, m, y in dates]
            debut, fin = found[0], found[-1]
            if len(found) > 2 or _ENTRE.fullmatch(_JOUR.sub("", days)) is None:
                raise ValueError
        except (IndexError, ValueError):
            raise SaisieIllisible(
                f"« {line} » ne se lit pas. Écrivez ainsi : 24/12/2026 au 26/12/2026 : Noël."
            ) from None
        if fin < debut:
            raise SaisieIllisible(f"« {line} » finit avant de commencer.")
        rows.append({"debut": debut.isoformat(), "fin": fin.isoformat(), "raison": raison.strip()})
    return sorted(rows, key=lambda row: row["debut"])


def parse_permanences(text: str) -> list[dict[str, Any]]:
    """One a line: "Pesée des bébés : mardi 9:00-11:00". Lines of the same name are one."""
    found: dict[str, dict[str, Ouvertures]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        nom, _, rest = line.partition(" : ")
        jour, _, heures = rest.strip().partition(" ")
        openings = parse_openings(heures)
        if not nom.strip() or jour.lower() not in JOURS or not openings:
            raise SaisieIllisible(
                f"« {line} » ne se lit pas. Écrivez ainsi : Pesée des bébés : mardi 9:00-11:00."
            )
        days = found.setdefault(nom.strip(), {})
        key = str(JOURS.index(jour.lower()))
        if key in days:
            heures = ", ".join("-".join(pair) for pair in [*days[key], *openings])
            openings = parse_openings(heures)
        days[key] = openings
    return [{"nom": nom, "horaires": days} for nom, days in found.items()]


def write_openings(openings: Any) -> str:
    """What `parse_openings` reads back."""
    return ", ".join("-".join(map(str, pair)) for pair in openings or [])


def write_closures(fermetures: Sequence[Any]) -> str:
    lines = []
    for row in fermetures:
        try:
            debut = dt.date.fromisoformat(row["debut"])
            fin = dt.date.fromisoformat(row.get("fin") or row["debut"])
            raison = f" : {row['raison']}" if row.get("raison") else ""
        except (AttributeError, KeyError, TypeError, ValueError):
            # A row that closes nothing (booking.services.fermetures): saving forgets it.
            continue
        until = f" au {fin:%d/%m/%Y}" if fin != debut else ""
        lines.append(f"{debut:%d/%m/%Y}{until}{raison}")
    return "\n".join(lines)


def write_permanences(permanences: Sequence[Any]) -> str:
    lines = []
    for row in permanences:
        try:
            lines += [
                f"{row['nom']} : {JOURS[int(day)]} {write_openings(openings)}"
                for day, openings in sorted(row["horaires"].items())
            ]
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            # A row no page shows: saving forgets it.
            continue
    return "\n".join(lines)
