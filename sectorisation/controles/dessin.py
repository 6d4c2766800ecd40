"""The drawing of a compilation, in metres, beside the addresses it decides."""

from functools import cached_property
from typing import Any

import numpy as np
import shapely

from sectorisation.compilation import Compilation
from sectorisation.formes import Plan, Zones
from sectorisation.table import decode
from sectorisation.traces import polygons_only, to_geojson

_MAX_EXEMPLES = 5


class Dessin:
    """The polygons and communes of a compilation, in metres, with the addresses they hold."""

    def __init__(self, compilation: Compilation, noms: dict[str, str]) -> None:
        self.index, self.lot = compilation.index, compilation.lot
        self.affectation, self.noms = compilation.affectation, noms
        contours, formes = self.index.contours.formes, self.index.zones.formes
        tout = contours if len(contours) else formes
        ouest, sud, est, nord = shapely.total_bounds(tout) if len(tout) else (0, 0, 0, 0)
        self.plan = Plan((ouest + est) / 2, (sud + nord) / 2) if est > ouest else Plan(0, 0)
        self.formes = self.plan.to_metres(formes)
        self.contours = self.plan.to_metres(contours)

    @cached_property
    def domaine(self) -> Any:
        """The union of the communes: never a département's outline, drawn apart."""
        return shapely.union_all(self.contours)

    @cached_property
    def fautives(self) -> Any:
        """Ranks of the polygons that do not fit their neighbours exactly: most often none."""
        if len(self.formes) < 2:
            return np.zeros(0, np.int64)
        return np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(self.formes)))

    def ground(self, rangs: Any, boite: tuple[float, float, float, float]) -> Any:
        """The ground of some polygons within a box. Polygons that fit are joined at once."""
        formes = self.formes[rangs]
        if not len(formes):
            return shapely.Polygon()
        ouest, sud, est, nord = shapely.total_bounds(formes)
        dedans = ouest >= boite[0] and sud >= boite[1] and est <= boite[2] and nord <= boite[3]
        if dedans and not len(self.fautives):
            return shapely.coverage_union_all(formes)
        return shapely.union_all(shapely.clip_by_rect(formes, *boite))

    @cached_property
    def _par_polygone(self) -> Any:
        """Addresses that no street names: those that the drawing decides."""
        return np.flatnonzero(~self.affectation.named)

    def write(self, forme: Any) -> dict[str, Any]:
        """GeoJSON of a shape in metres."""
        degres = shapely.transform(self.plan.to_degrees(forme), lambda xy: xy.round(6))
        return to_geojson(polygons_only(degres))

    def held(self, formes: list[Any]) -> list[Any]:
        """For each shape in metres, the places of the addresses inside, drawn ones only."""
        ici = self._par_polygone
        zones = Zones(list(self.plan.to_degrees(np.array(formes, object))) if formes else [])
        points, rangs = zones.covering_many(self.lot.lons[ici], self.lot.lats[ici])
        return [ici[points[rangs == rang]] for rang in range(len(formes))]

    def examples(self, places: Any) -> tuple[str, ...]:
        return tuple(self.lot.label(int(i)) for i in places[:_MAX_EXEMPLES])


def width(forme: Any) -> float:
    """Mean width in metres: twice the surface over the perimeter."""
    return 2 * float(forme.area) / float(forme.length) if forme.length else 0.0


def drawn_places(compilation: Compilation) -> Any:
    """Places of the addresses that a polygon or a commune decided, as a mask."""
    codes, rangs = np.unique(compilation.affectation.codes, return_inverse=True)
    genres = np.array([decode(int(c)).regle in ("polygone", "commune", "proche") for c in codes])
    return genres[rangs] if len(codes) else np.zeros(0, bool)
