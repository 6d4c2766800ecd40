"""Where the nearest known address is in which secteur: Voronoi cells, dissolved by secteur.

For addresses that no rule names yet, in communes that street rules cut. Pure: arrays in, shapes
out. Nothing is simplified: at five metres, addresses already change secteur.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from sectorisation.formes import Plan, Reels

_GRILLE_M = 0.01
_DECIMALES = 6
# Beyond this many addresses at once, communes are cut one by one: memory stays bounded.
MAX_GRAINES = 150_000


def cut(
    lons: Reels, lats: Reels, secteurs: npt.NDArray[np.int64], domaine: Any
) -> list[tuple[int, Any]]:
    """(secteur, shape) pairs that share `domaine` out among addresses; 0 stands for no secteur.

    Two addresses of different secteurs on one point cannot be told apart: the more numerous
    secteur takes the cell, then the smaller identifier.
    """
    graines, attribuees = _distinct(lons, lats, secteurs)
    distincts = np.unique(attribuees)
    if not len(graines):
        return []
    if len(distincts) == 1:
        return [(int(distincts[0]), domaine)]
    plan = Plan.around(domaine)
    metrique = plan.to_metres(domaine)
    cellules = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(plan.points(graines[:, 0], graines[:, 1])),
            extend_to=metrique.envelope.buffer(1000),
            ordered=True,
        )
    )
    parts = []
    for secteur in distincts:
        union = shapely.coverage_union_all(cellules[attribuees == secteur])
        decoupee = shapely.set_precision(shapely.intersection(union, metrique), _GRILLE_M)
        forme = _rounded(plan.to_degrees(decoupee))
        if not forme.is_empty:
            parts.append((int(secteur), forme))
    return parts


def _distinct(
    lons: Reels, lats: Reels, secteurs: npt.NDArray[np.int64]
) -> tuple[Reels, npt.NDArray[np.int64]]:
    points = np.column_stack((lons, lats))
    if not len(points):
        return points, secteurs
    distincts, places = np.unique(points, axis=0, return_inverse=True)
    # One line a (point, secteur), the most numerous last, so that it is the one that stays.
    paires, nombres = np.unique(np.column_stack((places, secteurs)), axis=0, return_counts=True)
    ordre = np.lexsort((-paires[:, 1], nombres))
    gagnants = np.zeros(len(distincts), np.int64)
    gagnants[paires[ordre, 0]] = paires[ordre, 1]
    return distincts, gagnants


def _rounded(forme: Any) -> Any:
    """Six decimals, polygons only, valid: rounding a thin corner may cross it."""
    arrondie = shapely.transform(forme, lambda xy: xy.round(_DECIMALES))
    if not arrondie.is_valid:
        arrondie = shapely.set_precision(forme, 10**-_DECIMALES)
    parties = [p for p in shapely.get_parts(arrondie) if p.geom_type == "Polygon" and p.area > 0]
    return shapely.multipolygons(parties)
