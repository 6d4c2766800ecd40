"""What a version would change, in addresses: the only measure that means something to a référent."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sectorisation.adresses.lot import Lot
from sectorisation.index import Index, Situation
from sectorisation.lots import Reponses, locate_many, numbered
from sectorisation.regles import Porte, Secteur
from sectorisation.tableau import ENTETE_CHANGEMENTS, cell

_TOUS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Passage:
    """How many addresses go from one secteur to another; None is no secteur at all."""

    avant: Secteur | None
    apres: Secteur | None
    adresses: int


@dataclass(frozen=True, slots=True)
class Changement:
    """One address that changes secteur. Degrees in WGS84."""

    adresse: str
    insee: str
    commune: str
    lon: float
    lat: float
    avant: Secteur | None
    apres: Secteur | None


@dataclass(frozen=True, slots=True)
class Point:
    """A place to try, with what is known of it: its commune's INSEE code, its BAN identifier."""

    lon: float
    lat: float
    insee: str = ""
    adresse: str = ""


class Comparaison:
    """Two versions on every known address. `avant` None: nothing was published."""

    def __init__(self, lot: Lot, avant: Index | None, apres: Index) -> None:
        self.lot = lot
        self._avant, self._apres = avant, apres
        self.secteurs_avant = secteurs_of(avant, lot) if avant else np.zeros(len(lot), np.int64)
        self.secteurs_apres = secteurs_of(apres, lot)
        self._places = np.flatnonzero(self.secteurs_avant != self.secteurs_apres)

    @property
    def adresses(self) -> int:
        return len(self.lot)

    @property
    def changent(self) -> int:
        return len(self._places)

    def moves(self) -> list[Passage]:
        """From which secteur to which, the most numerous first."""
        comptes = Counter(
            zip(
                self.secteurs_avant[self._places].tolist(),
                self.secteurs_apres[self._places].tolist(),
                strict=True,
            )
        )
        return [
            Passage(self._before(a), self._after(b), nombre)
            for (a, b), nombre in sorted(comptes.items(), key=lambda c: (-c[1], c[0]))
        ]

    def by_commune(self) -> dict[str, int]:
        """Addresses that change, by INSEE code."""
        codes, nombres = np.unique(self.lot.communes[self._places], return_counts=True)
        return {str(c): int(n) for c, n in zip(codes, nombres, strict=True)}

    def changes(self, *, start: int = 0, limit: int = _TOUS) -> Iterator[Changement]:
        """The addresses themselves, by street and number; a page of them when asked."""
        for i in self._places[start : start + limit].tolist():
            voie = self.lot.voies[i]
            yield Changement(
                self.lot.label(i),
                self.lot.insees[voie],
                self.lot.villes[voie],
                float(self.lot.lons[i]),
                float(self.lot.lats[i]),
                self._before(int(self.secteurs_avant[i])),
                self._after(int(self.secteurs_apres[i])),
            )

    def rows(self) -> Iterator[list[str]]:
        """The list as CSV rows, header first; cells that a spreadsheet would compute are quoted."""
        yield list(ENTETE_CHANGEMENTS)
        for c in self.changes():
            yield [
                cell(c.adresse), c.insee, cell(c.commune), f"{c.lon:.6f}", f"{c.lat:.6f}",
                cell(c.avant.code if c.avant else ""), cell(c.apres.code if c.apres else ""),
            ]  # fmt: skip

    def _before(self, secteur: int) -> Secteur | None:
        return self._avant.secteurs.get(secteur) if self._avant else None

    def _after(self, secteur: int) -> Secteur | None:
        return self._apres.secteurs.get(secteur)


def secteurs_of(index: Index, lot: Lot) -> npt.NDArray[np.int64]:
    """The secteur of every address of a lot on a version, 0 for none."""
    return decisions_of(index, lot).secteurs


def decisions_of(index: Index, lot: Lot) -> Reponses:
    """What every address of a lot is given on a version.

    By the version's own table; addresses it did not know, by its rules, as the journey would.
    """
    codes = index.table.decisions(lot.empreintes)
    secteurs = np.zeros(len(lot), np.int64)
    de_regle = np.array([r.secteur.id for r in index.regles] or [0], np.int64)
    secteurs[codes > 0] = de_regle[(codes[codes > 0] >> 8) - 1]
    nouvelles = np.flatnonzero(codes < 0)
    communes = lot.communes[nouvelles]
    actuelles = {str(code): index.resolve_commune(str(code)) for code in np.unique(communes)}
    nommees = [code for code, actuel in actuelles.items() if actuel in index.voies.secteurs]
    par_voie = np.isin(communes, nommees)
    simples = nouvelles[~par_voie]
    trouvees = locate_many(
        index, lot.lons[simples], lot.lats[simples], lot.communes[simples], street_known=True
    )
    secteurs[simples], codes[simples] = trouvees.secteurs, trouvees.codes
    for i in nouvelles[par_voie].tolist():
        ici = index.locate(
            float(lot.lons[i]), float(lot.lats[i]), lot.insees[lot.voies[i]], lot.door(i)
        )
        secteurs[i], codes[i] = numbered(index, ici)
    return Reponses(secteurs, codes)


def try_points(
    avant: Index | None, apres: Index, points: Iterable[Point]
) -> list[tuple[Situation | None, Situation]]:
    """Each place on both versions, in the order given: what running à blanc counts.

    The first of a pair is None when nothing was published.
    """

    def locate(index: Index, point: Point) -> Situation:
        porte = Porte.read(point.adresse) if point.adresse else None
        return index.locate(point.lon, point.lat, point.insee or None, porte)

    return [(locate(avant, p) if avant else None, locate(apres, p)) for p in points]


def count_changes(paires: Sequence[tuple[Situation | None, Situation]]) -> int:
    """How many of these places change secteur."""

    def secteur(situation: Situation | None) -> int:
        return situation.secteur.id if situation and situation.secteur else 0

    return sum(secteur(avant) != secteur(apres) for avant, apres in paires)
