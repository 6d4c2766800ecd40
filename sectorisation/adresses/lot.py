"""All the addresses of a territoire at once, as arrays: what compiles, counts and compares."""

import sqlite3
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sectorisation.adresses.fichier import MICRO, Lecteur, folder
from sectorisation.regles import Porte
from sectorisation.table import keys

if TYPE_CHECKING:
    from sectorisation.models import Territoire

_LIGNE = np.dtype(
    [("voie", "i4"), ("numero", "i4"), ("suffixe", "i4"), ("lon", "i4"), ("lat", "i4")]
)

_COLONNES = ("voies", "numeros", "rangs_suffixes", "lons", "lats")
_CALCULEES = ("communes", "empreintes", "empreintes_voies")


class Lot:
    """Addresses ordered by street then number. A lieu-dit is one address, its number -1.

    `voies[i]` is the place of a street in the lists `cles`, `insees`, `noms`, `mots`, `villes`
    and `codes`. Degrees in WGS84.
    """

    def __init__(self, version: str, connexion: sqlite3.Connection | None) -> None:
        self.version = version
        self.suffixes: list[str] = [""]
        voies = _streets(connexion)
        self.cles = [v[1] for v in voies]
        self.insees = [v[2] for v in voies]
        self.noms = [v[3] for v in voies]
        self.mots = [v[4] for v in voies]
        self.villes = [v[5] for v in voies]
        self.codes = [v[6] for v in voies]
        lignes = self._read(connexion)
        ids = np.array([v[0] for v in voies], np.int32)
        rangs = np.searchsorted(ids, lignes["voie"]) if len(ids) else np.zeros(0, np.int64)
        self.voies: npt.NDArray[np.int32] = rangs.astype(np.int32)
        self.numeros: npt.NDArray[np.int32] = lignes["numero"].copy()
        self.rangs_suffixes: npt.NDArray[np.int32] = lignes["suffixe"].copy()
        self.lons: npt.NDArray[np.float64] = lignes["lon"] / MICRO
        self.lats: npt.NDArray[np.float64] = lignes["lat"] / MICRO
        self._bornes = np.searchsorted(self.voies, np.arange(len(voies) + 1))

    def _read(self, connexion: sqlite3.Connection | None) -> npt.NDArray[np.void]:
        if connexion is None:
            return np.zeros(0, _LIGNE)
        rangs = {"": 0}
        curseur = connexion.execute(
            "SELECT voie, numero, suffixe, lon, lat FROM numero UNION ALL "
            "SELECT id, -1, '', lon, lat FROM voie WHERE genre = 'locality' "
            "ORDER BY 1, 2, 3"
        )
        lignes: npt.NDArray[np.void] = np.fromiter(
            ((v, n, rangs.setdefault(s, len(rangs)), x, y) for v, n, s, x, y in curseur), _LIGNE
        )
        self.suffixes = list(rangs)
        return lignes

    def __len__(self) -> int:
        return len(self.voies)

    def keep(self, gardees: npt.NDArray[np.bool_]) -> "Lot":
        """The same without some of its addresses: what a version knew before they came."""
        lot = copy(self)
        for nom in _CALCULEES:
            vars(lot).pop(nom, None)
        for nom in _COLONNES:
            setattr(lot, nom, getattr(self, nom)[gardees])
        lot._bornes = np.searchsorted(lot.voies, np.arange(len(lot.cles) + 1))
        return lot

    def of_street(self, voie: int) -> slice:
        return slice(int(self._bornes[voie]), int(self._bornes[voie + 1]))

    @cached_property
    def communes(self) -> npt.NDArray[np.str_]:
        """INSEE code of each address."""
        return np.array(self.insees or [""], "U5")[self.voies]

    @cached_property
    def empreintes(self) -> npt.NDArray[np.uint64]:
        """Hash of each address, as the tables of versions know it."""
        return keys(
            ((self.insees[self.voies[i]], self.identifier(i)) for i in range(len(self))), len(self)
        )

    @cached_property
    def empreintes_voies(self) -> npt.NDArray[np.uint64]:
        return keys(zip(self.insees, self.cles, strict=True), len(self.cles))

    def identifier(self, i: int) -> str:
        """BAN's identifier of an address: street, number on five digits, suffix."""
        cle, numero = self.cles[self.voies[i]], self.numeros[i]
        if numero < 0:
            return cle
        suffixe = self.suffixes[self.rangs_suffixes[i]]
        return f"{cle}_{numero:05d}_{suffixe}" if suffixe else f"{cle}_{numero:05d}"

    def door(self, i: int) -> Porte:
        """What names an address, as rules look for it."""
        voie, numero = self.voies[i], int(self.numeros[i])
        return Porte(
            self.identifier(i),
            self.cles[voie],
            self.mots[voie],
            None if numero < 0 else numero,
            self.suffixes[self.rangs_suffixes[i]],
        )

    def label(self, i: int) -> str:
        voie = self.voies[i]
        numero = "" if self.numeros[i] < 0 else str(self.numeros[i])
        morceaux = (
            numero, self.suffixes[self.rangs_suffixes[i]], self.noms[voie], self.codes[voie],
            self.villes[voie],
        )  # fmt: skip
        return " ".join(m for m in morceaux if m)


def _streets(
    connexion: sqlite3.Connection | None,
) -> list[tuple[int, str, str, str, str, str, str]]:
    if connexion is None:
        return []
    return connexion.execute(
        "SELECT id, cle, insee, nom, mots, ville, cp FROM voie WHERE genre != 'municipality' "
        "ORDER BY id"
    ).fetchall()


def lot_for(territoire: "Territoire") -> Lot:
    """Every address of a territoire; none when its file was never imported, or is lost."""
    connexion = connect(territoire)
    return Lot(territoire.adresses_version if connexion else "", connexion)


def read_streets(territoire: "Territoire") -> list[tuple[str, str, str, str]]:
    """(identifier, INSEE code, name, normalised name) of every street and lieu-dit."""
    return [(v[1], v[2], v[3], v[4]) for v in _streets(connect(territoire))]


def connect(territoire: "Territoire") -> sqlite3.Connection | None:
    """The address file of a territoire, read-only; None when it was never imported, or is lost."""
    chemin = folder() / territoire.adresses_fichier
    if not territoire.adresses_fichier or not chemin.exists():
        return None
    return Lecteur(chemin).connexion
