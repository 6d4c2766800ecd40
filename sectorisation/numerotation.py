"""How people know a secteur: one number, the same on maps, in lists and in sentences."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sectorisation.models import Couche, Secteur

TEINTES = 6
# What a map has room for.
MAX_LETTRES = 3
_MORCEAUX = re.compile(r"[0-9]+|[^0-9]+")


@dataclass(frozen=True, slots=True)
class Numero:
    """What names a secteur: a short text, and one of six tints beside it on maps."""

    texte: str
    teinte: int


def number_secteurs(codes: Mapping[Any, str]) -> dict[Any, Numero]:
    """The number of each secteur of a couche: its code when all are short, else its rank.

    From what identifies a secteur to its code, and back with its number, in reading order. All
    the secteurs of the couche are needed: a rank depends on the others.
    """
    courts = all(len(code) <= MAX_LETTRES for code in codes.values())
    ordre = sorted(codes.items(), key=lambda c: _reading_order(c[1]))
    return {
        cle: Numero(code if courts else str(rang), (rang - 1) % TEINTES + 1)
        for rang, (cle, code) in enumerate(ordre, 1)
    }


def numbers_of(couche: Couche) -> dict[int, Numero]:
    """The numbers of the draft, by key of secteur. One query."""
    return number_secteurs(dict(Secteur.objects.filter(couche=couche).values_list("pk", "code")))


def in_order(secteurs: Iterable[Secteur]) -> list[Secteur]:
    """In the order of their numbers."""
    return sorted(secteurs, key=lambda secteur: _reading_order(secteur.code))


def _reading_order(code: str) -> list[tuple[int, int, str]]:
    """As people count: 2 before 10, and numbers before words."""
    return [
        (0, int(part), "") if part[0] in "0123456789" else (1, 0, part)
        for part in _MORCEAUX.findall(code.casefold())
    ]
