"""The exact table of a version: what each known address was given the day it was compiled.

Two sorted arrays of hashes, addresses and streets: twelve bytes each, kept in the version's row,
so that a backup of the database holds all that a version answers with.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sectorisation.regles import Deciding, Departage

_ENTETE = b"PARVIS-TABLE-1\n\0"
# Places in these are stored: new words go to the end.
_REGLES: tuple[Deciding, ...] = ("adresse", "voie", "polygone", "commune", "voisinage", "proche")
_DEPARTAGES: tuple[Departage, ...] = (
    "", "commune", "priorite", "precision", "surface", "identifiant",
)  # fmt: skip
# A street whose known numbers are in several secteurs.
PARTAGEE = -1


@dataclass(frozen=True, slots=True)
class Decision:
    """What decided: the rank of a rule (None: no secteur), the kind of step, the tie-break."""

    rang: int | None
    regle: Deciding | None = None
    departage: Departage = ""


INDECISE = 0


def encode(rang: int, regle: Deciding, departage: Departage = "") -> int:
    return (rang + 1) << 8 | _REGLES.index(regle) << 4 | _DEPARTAGES.index(departage)


def decode(code: int) -> Decision:
    if code == INDECISE:
        return Decision(None)
    return Decision((code >> 8) - 1, _REGLES[code >> 4 & 15], _DEPARTAGES[code & 15])


def key(insee: str, identifiant: str) -> int:
    """A number for an address or a street of a commune; sixty-four bits, so never two alike."""
    octets = f"{insee} {identifiant.lower()}".encode()
    return int.from_bytes(hashlib.blake2b(octets, digest_size=8).digest(), "little")


def keys(paires: Iterable[tuple[str, str]], nombre: int) -> npt.NDArray[np.uint64]:
    return np.fromiter((key(*paire) for paire in paires), np.uint64, nombre)


class Table:
    """Read-only. Lookups cost microseconds, whatever the number of addresses."""

    def __init__(
        self,
        adresses: npt.NDArray[np.uint64],
        decisions: npt.NDArray[np.uint32],
        voies: npt.NDArray[np.uint64],
        secteurs: npt.NDArray[np.int32],
    ) -> None:
        self._adresses, self._decisions = adresses, decisions
        self._voies, self._secteurs = voies, secteurs

    @classmethod
    def build(
        cls,
        adresses: npt.NDArray[np.uint64],
        decisions: npt.NDArray[np.uint32],
        voies: npt.NDArray[np.uint64],
        secteurs: npt.NDArray[np.int32],
    ) -> "Table":
        a, v = np.argsort(adresses), np.argsort(voies)
        return cls(adresses[a], decisions[a], voies[v], secteurs[v])

    @classmethod
    def empty(cls) -> "Table":
        return cls(
            np.zeros(0, np.uint64), np.zeros(0, np.uint32),
            np.zeros(0, np.uint64), np.zeros(0, np.int32),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self._adresses)

    @property
    def nbytes(self) -> int:
        return 12 * (len(self._adresses) + len(self._voies))

    def decision(self, insee: str, adresse: str) -> Decision | None:
        """What a known address was given; None for an address that was not known."""
        rang = _find(self._adresses, key(insee, adresse))
        return None if rang is None else decode(int(self._decisions[rang]))

    def decisions(self, cles: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """Codes to `decode`, -1 where the address was not known."""
        if not len(self._adresses):
            return np.full(len(cles), -1, np.int64)
        rangs = np.minimum(np.searchsorted(self._adresses, cles), len(self._adresses) - 1)
        connues = self._adresses[rangs] == cles
        return np.where(connues, self._decisions[rangs].astype(np.int64), -1)

    def street(self, insee: str, voie: str) -> int | None:
        """The secteur of all the numbers of a street (0: none, -1: several); None if unknown."""
        rang = _find(self._voies, key(insee, voie))
        return None if rang is None else int(self._secteurs[rang])

    def pack(self) -> bytes:
        tailles = np.array([len(self._adresses), len(self._voies)], "<u8").tobytes()
        return _ENTETE + tailles + b"".join(
            tableau.astype(genre).tobytes()
            for tableau, genre in (
                (self._adresses, "<u8"), (self._voies, "<u8"),
                (self._decisions, "<u4"), (self._secteurs, "<i4"),
            )
        )  # fmt: skip

    @classmethod
    def unpack(cls, octets: bytes | memoryview | None) -> "Table":
        """The table of a version's row; the empty one when it has none."""
        if not octets:
            return cls.empty()
        vue = memoryview(octets)
        if bytes(vue[: len(_ENTETE)]) != _ENTETE:
            raise ValueError("not a table of addresses")
        n, m = (int(x) for x in np.frombuffer(vue, "<u8", 2, len(_ENTETE)))
        place = len(_ENTETE) + 16
        tableaux = []
        for nombre, genre in ((n, "<u8"), (m, "<u8"), (n, "<u4"), (m, "<i4")):
            tableaux.append(np.frombuffer(vue, genre, nombre, place))
            place += nombre * np.dtype(genre).itemsize
        return cls(tableaux[0], tableaux[2], tableaux[1], tableaux[3])


def _find(tries: npt.NDArray[np.uint64], cle: int) -> int | None:
    rang = int(np.searchsorted(tries, np.uint64(cle)))
    return rang if rang < len(tries) and int(tries[rang]) == cle else None
