"""The same answers as the index, for a hundred thousand places at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sectorisation.formes import Rangs, Reels
from sectorisation.index import Index, Situation
from sectorisation.regles import Porte
from sectorisation.table import INDECISE, encode

INCONNU = -1


@dataclass(frozen=True, slots=True)
class Reponses:
    """One place in each array a question. `secteurs`: identifiers, 0 for none.

    `codes` are decisions as tables keep them (see `table.decode`); voisinage has no rule, hence
    no code but its secteur.
    """

    secteurs: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]


def locate_many(
    index: Index,
    lons: Reels,
    lats: Reels,
    communes: npt.NDArray[np.str_] | None = None,
    cles: npt.NDArray[np.uint64] | None = None,
    *,
    street_known: bool = False,
) -> Reponses:
    """`index.locate` for arrays: degrees, INSEE codes ("" unknown), hashes of addresses.

    What is plain is answered by columns; what is not (borders, overlaps, places near a polygon)
    one by one, so that both ways always agree. `street_known` when each place has a street that
    no rule names.
    """
    nombre = len(lons)
    secteurs = np.zeros(nombre, np.int64)
    codes = np.full(nombre, INCONNU, np.int64)
    reste = np.arange(nombre)
    if cles is not None:
        codes = index.table.decisions(cles)
        reste = np.flatnonzero(codes == INCONNU)
    donnees = _current(index, communes, nombre)
    ici = donnees.copy()
    if len(reste):
        a_trouver = reste[ici[reste] == ""]
        if len(index.detaillees):
            points, rangs = _single(index.contours.covering_many(lons[a_trouver], lats[a_trouver]))
            ici[a_trouver[points]] = np.array([*index.codes, ""])[rangs]
            if not street_known:
                reste = _by_neighbours(index, lons, lats, ici, reste, secteurs, codes)
        points, rangs = index.zones.covering_many(lons[reste], lats[reste])
        hors = np.setdiff1d(reste, reste[points], assume_unique=False)
        _by_polygon(index, reste, _single((points, rangs)), codes)
        _by_commune(index, lons, lats, ici, hors, codes)
        # Those that met several polygons, or none and no commune's rule, are settled one by one.
        reste = reste[codes[reste] == INCONNU]
    for i in reste:
        porte = Porte("", "", "") if street_known else None
        situation = index.locate(float(lons[i]), float(lats[i]), str(donnees[i]) or None, porte)
        secteurs[i], codes[i] = numbered(index, situation)
    decides = codes > INDECISE
    de_regle = np.array([r.secteur.id for r in index.regles] or [0], np.int64)
    secteurs[decides] = de_regle[(codes[decides] >> 8) - 1]
    codes[codes == INCONNU] = INDECISE
    return Reponses(secteurs, codes)


def _current(
    index: Index, communes: npt.NDArray[np.str_] | None, nombre: int
) -> npt.NDArray[np.str_]:
    if communes is None:
        return np.full(nombre, "", "U5")
    distincts, places = np.unique(communes, return_inverse=True)
    actuels: npt.NDArray[np.str_] = np.array(
        [index.resolve_commune(str(code)) if code else "" for code in distincts] or [""], "U5"
    )
    return actuels[places]


def _single(paires: tuple[Rangs, Rangs]) -> tuple[Rangs, Rangs]:
    """The pairs of points that met exactly one shape."""
    points, rangs = paires
    _, places, nombres = np.unique(points, return_index=True, return_counts=True)
    seuls = places[nombres == 1]
    return points[seuls], rangs[seuls]


def _by_neighbours(
    index: Index,
    lons: Reels,
    lats: Reels,
    ici: npt.NDArray[np.str_],
    reste: Rangs,
    secteurs: npt.NDArray[np.int64],
    codes: npt.NDArray[np.int64],
) -> Rangs:
    concernes = reste[np.isin(ici[reste], sorted(index.detaillees))]
    points, rangs = _single(index.mailles.covering_many(lons[concernes], lats[concernes]))
    trouves = concernes[points]
    secteurs[trouves] = np.array([s.id for s in index.secteurs_mailles] or [0], np.int64)[rangs]
    codes[trouves] = INDECISE
    fixes = np.zeros(len(codes), bool)
    fixes[trouves] = True
    return reste[~fixes[reste]]


def _by_polygon(
    index: Index, reste: Rangs, paires: tuple[Rangs, Rangs], codes: npt.NDArray[np.int64]
) -> None:
    points, rangs = paires
    gains = np.array([encode(r.rang, "polygone") for r in index.polygones] or [0], np.int64)
    codes[reste[points]] = gains[rangs]


def _by_commune(
    index: Index,
    lons: Reels,
    lats: Reels,
    ici: npt.NDArray[np.str_],
    hors: Rangs,
    codes: npt.NDArray[np.int64],
) -> None:
    """The rule of the commune, for the places that no polygon covers."""
    sans = hors[ici[hors] == ""]
    points, rangs = _single(index.contours.covering_many(lons[sans], lats[sans]))
    ici[sans[points]] = np.array([*index.codes, ""])[rangs]
    distincts, places = np.unique(ici[hors], return_inverse=True)
    gains = np.full(len(distincts), INCONNU, np.int64)
    for place, code in enumerate(distincts):
        if trouve := index.rule_of_commune(str(code)):
            gains[place] = encode(trouve[0].rang, "commune", trouve[1])
    codes[hors] = gains[places]


def numbered(index: Index, situation: Situation) -> tuple[int, int]:
    """(secteur, code) of one answer, as `Reponses` keeps them."""
    if situation.secteur is None:
        return 0, INDECISE
    if situation.regle is None or situation.regle_id is None:
        return situation.secteur.id, INDECISE
    rang = index.rang_of(situation.regle_id, situation.secteur.id)
    return situation.secteur.id, encode(rang, situation.regle, situation.departage)
