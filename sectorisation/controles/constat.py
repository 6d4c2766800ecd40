"""One finding about a couche, and the report they make."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Code = Literal[
    "INVALIDE",
    "RECOUVREMENT",
    "ECHARDE",
    "LACUNE",
    "DEHORS",
    "ADRESSE_ORPHELINE",
    "ADRESSE_DOUBLE",
    "COMMUNE_COUPEE",
    "REGLE_VIDE",
    # Found by booking, which knows who receives.
    "SANS_LIEU",
]
Gravite = Literal["bloquant", "avertissement"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change proposed, never made: a new outline for `regle`, else a new polygon of `secteur`."""

    phrase: str
    geometrie: dict[str, Any]
    regle: int | None = None
    secteur: int | None = None


@dataclass(frozen=True, slots=True)
class Constat:
    """What was found. Geometry in WGS84 GeoJSON, surface in square metres.

    `adresses` counts those concerned, `exemples` shows a few and `empreintes` names them all (see
    `table.key`); `regles` and `secteurs` are rows, by identifier.
    """

    code: Code
    gravite: Gravite
    phrase: str
    geometrie: dict[str, Any] | None = None
    surface: float = 0.0
    adresses: int = 0
    exemples: tuple[str, ...] = ()
    regles: tuple[int, ...] = ()
    secteurs: tuple[int, ...] = ()
    correction: Correction | None = None
    empreintes: npt.NDArray[np.uint64] = field(
        default_factory=lambda: np.zeros(0, np.uint64), compare=False, repr=False
    )

    @property
    def cle(self) -> str:
        """Names this finding in an address, as long as nothing about it changes."""
        texte = f"{self.code} {self.regles} {self.secteurs} {self.phrase}"
        return hashlib.sha256(texte.encode()).hexdigest()[:16]

    @property
    def bloquant(self) -> bool:
        return self.gravite == "bloquant"


@dataclass(frozen=True, slots=True)
class Rapport:
    """Findings, those that forbid publishing first, then by number of addresses."""

    constats: tuple[Constat, ...] = field(default=())

    @classmethod
    def of(cls, constats: Iterable[Constat]) -> "Rapport":
        return cls(
            tuple(
                sorted(constats, key=lambda c: (not c.bloquant, -c.adresses, -c.surface, c.phrase))
            )
        )

    @property
    def bloquants(self) -> tuple[Constat, ...]:
        return tuple(c for c in self.constats if c.bloquant)

    @property
    def avertissements(self) -> tuple[Constat, ...]:
        return tuple(c for c in self.constats if not c.bloquant)

    @property
    def publiable(self) -> bool:
        return not self.bloquants

    def by_code(self) -> dict[Code, int]:
        return dict(Counter(c.code for c in self.constats))
