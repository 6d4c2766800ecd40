"""What a drawing is made of: plain values, kept with the figures they illustrate."""

from dataclasses import dataclass
from typing import Literal

LARGEUR = 1000

Genre = Literal["alerte", "trou"]


@dataclass(frozen=True, slots=True)
class Aplat:
    """The ground of one secteur. `places`: where its number stands, once a part that has room."""

    secteur: int
    numero: str
    teinte: int
    trace: str
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Repere:
    """A finding on the drawing."""

    genre: Genre
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Etiquette:
    """How many addresses change, written at `x`, `y`, about the place `vers_x`, `vers_y`."""

    adresses: int
    x: int
    y: int
    vers_x: int
    vers_y: int


@dataclass(frozen=True, slots=True)
class Esquisse:
    """What the component `plan_secteurs` draws."""

    largeur: int
    hauteur: int
    fond: str = ""  # ground of the communes, whether or not a secteur holds it
    aplats: tuple[Aplat, ...] = ()
    communes: str = ""
    limites: str = ""
    changements: str = ""
    adresses: str = ""
    reperes: tuple[Repere, ...] = ()
    etiquette: Etiquette | None = None
    # What a finding is about: a surface, or places.
    faute: str = ""
    places: str = ""

    @property
    def genres(self) -> frozenset[str]:
        return frozenset(r.genre for r in self.reperes)
