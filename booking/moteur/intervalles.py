"""Half-open intervals: what is free is what is open minus what is busy.

Two shapes live here. `Intervalle` is what callers hold: two aware datetimes. Inside the sweep an
interval is a pair of epoch seconds (`Trait`), because an integer comparison is several times
cheaper than a datetime one and a search makes hundreds of thousands of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

Trait: TypeAlias = tuple[int, int]

PAS_DES_FENETRES = (7, 28)
"""Days of the first windows of a search for the next start; the rest comes in one piece."""


@dataclass(frozen=True, slots=True)
class Intervalle:
    """`[debut, fin)`: two intervals that touch do not overlap."""

    debut: datetime
    fin: datetime

    def overlaps(self, autre: "Intervalle") -> bool:
        return self.debut < autre.fin and autre.debut < self.fin

    def covers(self, autre: "Intervalle") -> bool:
        return self.debut <= autre.debut and autre.fin <= self.fin


def jours_entiers(premier: date, dernier: date, fuseau: tzinfo) -> Intervalle:
    """The local days from `premier` to `dernier`, both included, as UTC instants.

    Busy rows must be loaded over whole days: the grid of a plage restarts at the end of each of
    them, so leaving out the ones of this morning would shift the starts of this afternoon.
    """
    return Intervalle(
        datetime.combine(premier, time(), fuseau).astimezone(UTC),
        datetime.combine(dernier + timedelta(days=1), time(), fuseau).astimezone(UTC),
    )


def fenetres(
    debut: datetime, fin: datetime, fuseau: tzinfo, pas: Sequence[int] = PAS_DES_FENETRES
) -> Iterator[Intervalle]:
    """Cut `[debut, fin)` in growing windows: 7 days, then 28 more, then the rest.

    Most searches for the next start end in the first one, and so read a few rows of a quarter.
    Cuts fall on local midnights, so that no plage occurrence straddles two windows.
    """
    jour = debut.astimezone(fuseau).date()
    for nombre in pas:
        jour += timedelta(days=nombre)
        coupe = datetime.combine(jour, time(), fuseau).astimezone(UTC)
        if coupe >= fin:
            break
        yield Intervalle(debut, coupe)
        debut = coupe
    if debut < fin:
        yield Intervalle(debut, fin)


def union(traits: Iterable[Trait]) -> list[Trait]:
    """The same instants as disjoint intervals that do not touch, in order."""
    fusion: list[Trait] = []
    for debut, fin in sorted(traits):
        if fin <= debut:
            continue
        if fusion and debut <= fusion[-1][1]:
            if fin > fusion[-1][1]:
                fusion[-1] = (fusion[-1][0], fin)
        else:
            fusion.append((debut, fin))
    return fusion


def soustraire(
    trait: Trait, debuts: Sequence[int], fins: Sequence[int], rang: int = 0
) -> Iterator[Trait]:
    """What remains of `trait` once disjoint, ordered intervals are taken out of it.

    These are given as two parallel lists of starts and ends, to be bisected by the caller: `rang`
    is the first one that may matter (the first whose end is after the start of `trait`).
    """
    curseur, fin = trait
    for i in range(rang, len(debuts)):
        if debuts[i] >= fin:
            break
        if debuts[i] > curseur:
            yield curseur, debuts[i]
        if fins[i] > curseur:
            curseur = fins[i]
    if curseur < fin:
        yield curseur, fin
