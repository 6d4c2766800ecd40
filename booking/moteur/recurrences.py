"""When something comes back: the subset of RFC 5545 that an office needs.

Weekly (every n weeks, on chosen weekdays) and monthly (every n months, the n-th weekday), with an
inclusive end. Weeks are Monday-based calendar weeks counted from the one of the first day, never
ISO week numbers: a year of 53 weeks would break their parity.

The cost of an expansion depends on the range asked, not on how long ago the rule began: the first
period that matters is found by a division.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

DERNIER = -1
"""Rank of "the last Friday of the month"."""


@dataclass(frozen=True, slots=True)
class Hebdomadaire:
    """Every `intervalle` weeks on `jours` (0 is Monday); without any, on that of the first day."""

    intervalle: int = 1
    jours: tuple[int, ...] = ()
    jusqu_au: date | None = None

    def __post_init__(self) -> None:
        _check_intervalle(self.intervalle)
        if any(not 0 <= jour <= 6 for jour in self.jours):
            raise ValueError("a weekday goes from 0 (Monday) to 6")
        object.__setattr__(self, "jours", tuple(sorted(set(self.jours))))

    def dates(self, premier_jour: date, debut: date, fin: date) -> Iterator[date]:
        origine = premier_jour.toordinal() - premier_jour.weekday()
        jours = self.jours or (premier_jour.weekday(),)
        bas, haut = debut.toordinal(), fin.toordinal()
        cycle = 7 * self.intervalle
        for lundi in range(origine + (bas - origine) // cycle * cycle, haut + 1, cycle):
            for jour in jours:
                if bas <= lundi + jour <= haut:
                    yield date.fromordinal(lundi + jour)


@dataclass(frozen=True, slots=True)
class Mensuelle:
    """Every `intervalle` months, the `rang`-th `jour` of the month.

    Both are by default those of the first day. A month without a fifth one is skipped; `DERNIER`
    counts from the end.
    """

    intervalle: int = 1
    rang: int | None = None
    jour: int | None = None
    jusqu_au: date | None = None

    def __post_init__(self) -> None:
        _check_intervalle(self.intervalle)
        if self.rang not in (None, DERNIER, 1, 2, 3, 4, 5):
            raise ValueError("a rank in the month goes from 1 to 5, or is DERNIER")
        if self.jour is not None and not 0 <= self.jour <= 6:
            raise ValueError("a weekday goes from 0 (Monday) to 6")

    def dates(self, premier_jour: date, debut: date, fin: date) -> Iterator[date]:
        rang = (premier_jour.day - 1) // 7 + 1 if self.rang is None else self.rang
        jour = premier_jour.weekday() if self.jour is None else self.jour
        origine, bas, haut = (_month(d) for d in (premier_jour, debut, fin))
        depart = origine + (bas - origine) // self.intervalle * self.intervalle
        for mois in range(depart, haut + 1, self.intervalle):
            trouve = _nth_weekday(mois, jour, rang)
            if trouve is not None and debut <= trouve <= fin:
                yield trouve


Recurrence: TypeAlias = Hebdomadaire | Mensuelle


def dates(
    premier_jour: date, recurrence: Recurrence | None, debut: date, fin: date
) -> Iterator[date]:
    """Dates of a series between `debut` and `fin`, both included, in order.

    Without a rule, the first day alone. With one, a first day that does not follow it produces
    nothing itself.
    """
    if recurrence is None:
        return iter((premier_jour,) if debut <= premier_jour <= fin else ())
    if debut < premier_jour:
        debut = premier_jour
    if recurrence.jusqu_au is not None and recurrence.jusqu_au < fin:
        fin = recurrence.jusqu_au
    return recurrence.dates(premier_jour, debut, fin) if debut <= fin else iter(())


def _check_intervalle(intervalle: int) -> None:
    if intervalle < 1:
        raise ValueError("a rule comes back every 1 period or more")


def _month(jour: date) -> int:
    return jour.year * 12 + jour.month - 1


def _nth_weekday(mois: int, jour: int, rang: int) -> date | None:
    premier = date(mois // 12, mois % 12 + 1, 1)
    if rang == DERNIER:
        return _nth_weekday(mois, jour, 5) or _nth_weekday(mois, jour, 4)
    quantieme = 1 + (jour - premier.weekday()) % 7 + 7 * (rang - 1)
    try:
        return premier.replace(day=quantieme)
    except ValueError:
        return None
