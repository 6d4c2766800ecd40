"""A diary as a table: rows are steps of time, columns are days, a cell covers what it lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from booking.agents.agenda import Jour
from booking.agents.presentation import cell_of
from booking.models import Rdv

PAS = (30, 20, 15)
"""Minutes of a row: the first that falls on every start."""
OUVERTURE, FERMETURE = 9 * 60, 17 * 60
"""Minutes shown of a day on which nothing is known."""


@dataclass(slots=True)
class Ligne:
    heure: dt.time
    pleine: bool
    maintenant: bool
    cellules: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Colonne:
    date: dt.date
    lieu: str
    aujourdhui: bool


@dataclass(slots=True)
class Semaine:
    titre: str
    jours: list[Colonne]
    lignes: list[Ligne]


@dataclass(frozen=True, slots=True)
class Grille:
    """Where rows fall: minutes of the local day of the first, how many, how long each."""

    start: int
    count: int
    step: int
    zone: dt.tzinfo


def build_semaine(jours: Sequence[Jour], *, titre: str, local_now: dt.datetime) -> Semaine:
    """The table of `jours`; `local_now` marks today and the present row."""
    grille = _measure(jours, local_now.tzinfo or dt.UTC)
    step = grille.step
    today = local_now.date()
    present = _minutes(local_now) if any(j.date == today for j in jours) else -1
    lines = [
        Ligne(
            heure=dt.time(minute // 60, minute % 60),
            pleine=minute % 60 == 0,
            maintenant=minute <= present < minute + step,
        )
        for minute in range(grille.start, grille.start + grille.count * step, step)
    ]
    for jour in jours:
        for rank, cell in _column(jour, grille):
            lines[rank].cellules.append(cell)
    columns = [Colonne(j.date, j.lieu, j.date == today) for j in jours]
    return Semaine(titre=titre, jours=columns, lignes=lines)


def _column(jour: Jour, grille: Grille) -> list[tuple[int, dict[str, Any]]]:
    """Cells of one day with the rank of their first row; a covered row has none."""
    count = grille.count
    kinds: list[Any] = [None] * count
    for opened in jour.ouvertes:
        for i in _ranks(opened, grille):
            kinds[i] = "libre"
    for away in jour.retraits:
        for i in _ranks(away, grille):
            kinds[i] = away
    groups = _groups(jour.rdvs, grille)
    for first, last, _ in groups:
        for i in range(first, last):
            kinds[i] = "rdv"
    cells = [(first, _group_cell(rdvs, last - first)) for first, last, rdvs in groups]
    i = 0
    while i < count:
        kind, first = kinds[i], i
        i += 1
        if kind == "rdv":
            continue
        if kind == "libre":
            cells.append((first, {"sorte": "libre", "hauteur": 1}))
            continue
        while i < count and kinds[i] is kind:
            i += 1
        if kind is None:
            cells.append((first, {"sorte": "ferme", "hauteur": i - first}))
        else:
            cells.append((first, _absence_cell(kind, i - first)))
    return sorted(cells, key=lambda cell: cell[0])


def _groups(rdvs: Sequence[Rdv], grille: Grille) -> list[tuple[int, int, list[Rdv]]]:
    """Rdv that share a row share a cell: first row, row after the last, who."""
    groups: list[tuple[int, int, list[Rdv]]] = []
    for rdv in rdvs:
        ranks = _ranks(rdv, grille)
        first, last = ranks[0], ranks[-1] + 1
        if groups and first < groups[-1][1]:
            before = groups.pop()
            groups.append((before[0], max(before[1], last), [*before[2], rdv]))
        else:
            groups.append((first, last, [rdv]))
    return groups


def _group_cell(rdvs: Sequence[Rdv], height: int) -> dict[str, Any]:
    cell = cell_of(rdvs[0])
    cell["hauteur"] = height
    cell["autres"] = [cell_of(rdv) for rdv in rdvs[1:]]
    return cell


def _absence_cell(away: Any, height: int) -> dict[str, Any]:
    return {
        "sorte": "absence",
        "hauteur": height,
        "titre": away.titre,
        "detail": hours_of(away),
        "debut": away.debut,
    }


def hours_of(away: Any) -> str:
    """ "9 h – 12 h", or "Toute la journée"."""
    if away.fin - away.debut >= dt.timedelta(hours=23, minutes=59):
        return "Toute la journée"
    return f"{_clock(away.debut)} – {_clock(away.fin)}"


def _ranks(item: Any, grille: Grille) -> range:
    """Rows touched by an item that has `debut` and `fin`, never none."""
    start, count, step = grille.start, grille.count, grille.step
    debut, fin = _local_span(item, grille.zone)
    first = min(max((debut - start) // step, 0), count - 1)
    last = min(max(-(-(fin - start) // step), first + 1), count)
    if fin <= start or debut >= start + count * step:
        return range(first, first + 1) if isinstance(item, Rdv) else range(0)
    return range(first, last)


def _local_span(item: Any, zone: dt.tzinfo) -> tuple[int, int]:
    """Minutes of the local day; what ends after midnight ends at 24 h."""
    debut, fin = item.debut.astimezone(zone), item.fin.astimezone(zone)
    later = fin.date() > debut.date()
    return _minutes(debut), 24 * 60 if later else _minutes(fin)


def _measure(jours: Sequence[Jour], zone: dt.tzinfo) -> Grille:
    """From the first opening or Rdv to the last, in steps that fall on every start."""
    starts = {_local_span(rdv, zone)[0] for jour in jours for rdv in jour.rdvs}
    step = next((p for p in PAS if all(m % p == 0 for m in starts)), PAS[-1])
    spans = [_local_span(x, zone) for jour in jours for x in (*jour.ouvertes, *jour.rdvs)]
    start = min((s for s, _ in spans), default=OUVERTURE)
    end = max((e for _, e in spans), default=FERMETURE)
    start -= start % step
    return Grille(start=start, count=-(-(end - start) // step), step=step, zone=zone)


def _minutes(moment: dt.datetime) -> int:
    return moment.hour * 60 + moment.minute


def _clock(moment: dt.datetime) -> str:
    minutes = f"\u00a0{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"
