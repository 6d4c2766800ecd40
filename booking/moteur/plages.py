"""What the engine is told: when an agent receives, when not, and what is already taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from booking.moteur.horloge import Horloge
from booking.moteur.intervalles import Trait
from booking.moteur.recurrences import Recurrence, dates
from booking.moteur.series import ExceptionOccurrence, Id, jours


class Mode(StrEnum):
    """How a Rdv is held."""

    SUR_PLACE = "sur_place"
    TELEPHONE = "telephone"
    DOMICILE = "domicile"
    VISIO = "visio"


class Occurrence(NamedTuple):
    """One day of a plage, exceptions applied; wall clock. A tuple: a search makes thousands."""

    jour: date
    debut: time
    fin: time
    lieu: Id | None
    mode: str | None


class Occupe(NamedTuple):
    """`[debut, fin)` that an agent cannot give twice: Rdv, hold, atelier, outside calendar.

    UTC instants. A plain tuple, so that rows read from a database can be passed as they are.
    """

    agent: Id
    debut: datetime
    fin: datetime


@dataclass(frozen=True, slots=True)
class Plage:
    """When an agent receives, where, and for which motifs. Wall clock, within one local day.

    An end at 0 h 00 is the midnight that closes the day. `mode` (a value of `Mode`) None: the one
    of the motif.
    """

    id: Id
    agent: Id
    lieu: Id | None
    motifs: frozenset[Id]
    premier_jour: date
    debut: time
    fin: time
    recurrence: Recurrence | None = None
    mode: str | None = None
    exclues: frozenset[date] = frozenset()
    exceptions: tuple[ExceptionOccurrence, ...] = ()

    @property
    def lieux(self) -> tuple[Id | None, ...]:
        """Every lieu an occurrence may take place at, its own first."""
        if not self.exceptions:
            return (self.lieu,)
        return (self.lieu, *(e.lieu for e in self.exceptions if e.lieu is not None))

    def occurrences(self, premier: date, dernier: date) -> Iterator[Occurrence]:
        """Occurrences on the local days from `premier` to `dernier`, both included, by day."""
        if not self.exceptions and not self.exclues:
            # Nearly all of them, thousands of times a search: no detour.
            debut, fin, lieu, mode = self.debut, self.fin, self.lieu, self.mode
            for jour in dates(self.premier_jour, self.recurrence, premier, dernier):
                yield Occurrence(jour, debut, fin, lieu, mode)
            return
        serie = jours(
            self.premier_jour, self.recurrence, self.exclues, self.exceptions, premier, dernier
        )
        for jour, e in serie:
            if e is None:
                yield Occurrence(jour, self.debut, self.fin, self.lieu, self.mode)
            else:
                yield Occurrence(
                    jour,
                    self.debut if e.debut is None else e.debut,
                    self.fin if e.fin is None else e.fin,
                    self.lieu if e.lieu is None else e.lieu,
                    e.mode or self.mode,
                )


@dataclass(frozen=True, slots=True)
class Indisponibilite:
    """When an agent does not receive, at any lieu. Wall clock; may span days, and come back.

    From `debut` on `premier_jour` to `fin` on `dernier_jour`. On a single day an end at 0 h 00 is
    the midnight that closes it.
    """

    agent: Id
    premier_jour: date
    debut: time
    dernier_jour: date
    fin: time
    recurrence: Recurrence | None = None
    exclues: frozenset[date] = frozenset()
    exceptions: tuple[ExceptionOccurrence, ...] = ()

    def traits(self, premier: date, dernier: date, horloge: Horloge) -> Iterator[Trait]:
        """Intervals that touch the local days from `premier` to `dernier`, as epoch seconds."""
        duree = max(self.dernier_jour - self.premier_jour, timedelta())
        serie = jours(
            self.premier_jour,
            self.recurrence,
            self.exclues,
            self.exceptions,
            premier - duree,
            dernier,
        )
        for jour, e in serie:
            debut = self.debut if e is None or e.debut is None else e.debut
            fin = self.fin if e is None or e.fin is None else e.fin
            if duree:
                yield horloge.instant(jour, debut), horloge.instant(jour + duree, fin)
            else:
                yield horloge.bornes(jour, debut, fin)
