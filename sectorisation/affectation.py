"""Applies the rules of a version to every known address, by columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sectorisation.adresses.lot import Lot
from sectorisation.index import Index
from sectorisation.lots import locate_many
from sectorisation.regles import RegleFigee, reason, same_suffix
from sectorisation.table import INDECISE, encode, key

SANS = -1


class Affectation:
    """What each address was given: `codes` (see `table.decode`), `secteurs` (0 for none).

    `rivales[i]` is the rank of a rule that claims the address as strongly as the winner, for
    another secteur; -1 when there is none. `nombres[rang]` counts the addresses a rule names or
    covers by itself, whether or not another rule wins.
    """

    def __init__(self, index: Index, lot: Lot) -> None:
        self.index, self.lot = index, lot
        nombre = len(lot)
        self._rangs = np.full(nombre, SANS, np.int32)
        self.rivales = np.full(nombre, SANS, np.int32)
        self.codes = np.zeros(nombre, np.int64)
        self.nombres = np.zeros(len(index.regles), np.int64)
        self._voies = Rues(lot)
        self._name()
        self._place()
        de_regle = np.array([r.secteur.id for r in index.regles] or [0], np.int64)
        self.secteurs = np.where(self.codes != INDECISE, de_regle[(self.codes >> 8) - 1], 0)

    @property
    def named(self) -> npt.NDArray[np.bool_]:
        """Addresses decided by a street or by themselves."""
        return self._rangs != SANS

    def _name(self) -> None:
        regles = self.index.regles
        for genre in ("voie", "adresse"):
            for regle in sorted((r for r in regles if r.genre == genre), key=lambda r: r.ordre):
                touchees = self._touched(regle)
                self.nombres[regle.rang] = len(touchees)
                if len(touchees):
                    self._give(regle, touchees)

    def _touched(self, regle: RegleFigee) -> npt.NDArray[np.int64]:
        if regle.genre == "adresse":
            return self._voies.address(regle)
        return self._voies.numbers(regle)

    def _give(self, regle: RegleFigee, touchees: npt.NDArray[np.int64]) -> None:
        """Gives addresses to a rule that wins over all those given before of its kind."""
        for rang in np.unique(self._rangs[touchees]):
            celles = touchees[self._rangs[touchees] == rang]
            ancienne = self.index.regles[rang] if rang != SANS else None
            departage = ""
            if ancienne is None or ancienne.genre != regle.genre:
                self.rivales[celles] = SANS
            elif ancienne.secteur.id != regle.secteur.id:
                departage = reason(regle, ancienne)
                self.rivales[celles] = SANS if departage != "identifiant" else rang
            elif ancienne.tier != regle.tier:
                self.rivales[celles] = SANS
            self._rangs[celles] = regle.rang
            self.codes[celles] = encode(regle.rang, regle.genre, departage)  # type: ignore[arg-type]

    def _place(self) -> None:
        """Polygons and communes, for what no street names; and what they hold by themselves."""
        lot, libres = self.lot, np.flatnonzero(self._rangs == SANS)
        reponses = locate_many(
            self.index, lot.lons[libres], lot.lats[libres], lot.communes[libres], street_known=True
        )
        self.codes[libres] = reponses.codes
        _, rangs = self.index.zones.covering_many(lot.lons, lot.lats)
        for place, nombre in zip(*np.unique(rangs, return_counts=True), strict=True):
            self.nombres[self.index.polygones[place].rang] = nombre
        codes, nombres = np.unique(lot.communes, return_counts=True)
        par_commune = dict(zip((str(c) for c in codes), nombres, strict=True))
        for regle in self.index.regles:
            if regle.genre == "commune":
                self.nombres[regle.rang] = sum(par_commune.get(c, 0) for c in regle.communes)


class Rues:
    """Finds the addresses a rule names: by identifier first, else by commune and name."""

    def __init__(self, lot: Lot) -> None:
        self.lot = lot
        self._par_id = {
            (insee, cle.lower()): i
            for i, (insee, cle) in enumerate(zip(lot.insees, lot.cles, strict=True))
        }
        self._par_nom: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for i, paire in enumerate(zip(lot.insees, lot.mots, strict=True)):
            self._par_nom[paire].append(i)
        self._suffixes = np.array([same_suffix(s) for s in lot.suffixes])
        self._ordre = np.argsort(lot.empreintes)
        self._empreintes = lot.empreintes[self._ordre]

    def streets(self, regle: RegleFigee) -> Sequence[int]:
        identifiees = [
            i for cle in sorted(regle.voies)
            if (i := self._par_id.get((regle.insee, cle.lower()))) is not None
        ]  # fmt: skip
        return identifiees or self._par_nom.get((regle.insee, regle.nom), [])

    def identified(self, regle: RegleFigee) -> bool:
        """Whether the street still has one of the identifiers the rule knows."""
        return any((regle.insee, cle.lower()) in self._par_id for cle in regle.voies)

    def numbers(self, regle: RegleFigee) -> npt.NDArray[np.int64]:
        return _joined(self._held(regle, voie) for voie in self.streets(regle))

    def _held(self, regle: RegleFigee, voie: int) -> npt.NDArray[np.int64]:
        place = self.lot.of_street(voie)
        rangs = np.arange(place.start, place.stop)
        if regle.whole:
            return rangs
        numeros = self.lot.numeros[place]
        tenus = numeros >= (0 if regle.du is None else regle.du)
        if regle.au is not None:
            tenus &= numeros <= regle.au
        if regle.parite in ("pairs", "impairs"):
            tenus &= (numeros % 2 == 0) == (regle.parite == "pairs")
        if regle.suffixes:
            tenus &= np.isin(self._suffixes[self.lot.rangs_suffixes[place]], sorted(regle.suffixes))
        return rangs[tenus]

    def address(self, regle: RegleFigee) -> npt.NDArray[np.int64]:
        """One address: by its identifier, else by its street's name, number and suffix."""
        cle = np.uint64(key(regle.insee, regle.adresse))
        rang = int(np.searchsorted(self._empreintes, cle))
        if rang < len(self._empreintes) and self._empreintes[rang] == cle:
            return self._ordre[rang : rang + 1]
        if not regle.nom or regle.whole:
            return np.zeros(0, np.int64)
        trouvees = self.numbers(regle)
        return trouvees if len(trouvees) == 1 else trouvees[:0]


def _joined(morceaux: Iterable[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    liste = list(morceaux)
    return np.concatenate(liste) if liste else np.zeros(0, np.int64)
