"""A series of days with its exceptions: what plages and absences have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from heapq import merge
from typing import Any, TypeAlias

from booking.moteur.recurrences import Recurrence, dates

Id: TypeAlias = Any
"""Opaque: hashable, and sortable among its kind (whole numbers in production, words in tests)."""

Jour: TypeAlias = "tuple[date, ExceptionOccurrence | None]"


@dataclass(frozen=True, slots=True)
class ExceptionOccurrence:
    """What one occurrence does otherwise, named by the date the rule gives it.

    None leaves a point as the series has it; an absence has neither lieu nor mode. An exception to
    a date that the rule does not give is ignored.
    """

    jour: date
    annulee: bool = False
    nouveau_jour: date | None = None
    debut: time | None = None
    fin: time | None = None
    lieu: Id | None = None
    mode: str | None = None


def jours(
    premier_jour: date,
    recurrence: Recurrence | None,
    exclues: frozenset[date],
    exceptions: tuple[ExceptionOccurrence, ...],
    premier: date,
    dernier: date,
) -> Iterator[Jour]:
    """Days on which a series takes place between two days, both included, in order.

    Each comes with its exception, if it has one. An occurrence moved out of the range is not in
    it, and one moved into it is.
    """
    a_part = exclues.union(e.jour for e in exceptions)
    reguliers = (
        (jour, None)
        for jour in dates(premier_jour, recurrence, premier, dernier)
        if jour not in a_part
    )
    modifies = [
        (e.nouveau_jour or e.jour, e)
        for e in exceptions
        if not e.annulee
        and e.jour not in exclues
        and premier <= (e.nouveau_jour or e.jour) <= dernier
        and any(dates(premier_jour, recurrence, e.jour, e.jour))
    ]
    modifies.sort(key=_jour)
    return merge(reguliers, modifies, key=_jour)


def _jour(element: Jour) -> date:
    return element[0]
