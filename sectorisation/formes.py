"""Shapes on the ground: which cover a point, which are near, how large they are.

Degrees in WGS84; metres on a plane tangent to the place, good to one per cent over a département.
"""

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

METRES_PAR_DEGRE = 111_320.0
# Farther than this from every polygon of its commune, a point belongs to none of them.
TOLERANCE_M = 50.0

Reels: TypeAlias = npt.NDArray[np.float64]
Rangs: TypeAlias = npt.NDArray[np.int64]


class Plan:
    """A local plane in metres around a point, on a grid of one centimetre."""

    def __init__(self, lon: float, lat: float) -> None:
        self._origine = np.array([lon, lat])
        self._facteurs = METRES_PAR_DEGRE * np.array([math.cos(math.radians(lat)), 1.0])

    @classmethod
    def around(cls, forme: Any) -> "Plan":
        ouest, sud, est, nord = forme.bounds
        return cls((ouest + est) / 2, (sud + nord) / 2)

    def to_metres(self, forme: Any) -> Any:
        """A shape, or an array of shapes, of degrees into metres."""
        return shapely.transform(forme, lambda xy: (xy - self._origine) * self._facteurs)

    def to_degrees(self, forme: Any) -> Any:
        return shapely.transform(forme, lambda xy: xy / self._facteurs + self._origine)

    def points(self, lons: Reels, lats: Reels) -> Reels:
        """Coordinates in metres, one row a point."""
        metres: Reels = (np.column_stack((lons, lats)) - self._origine) * self._facteurs
        return metres


class Zones:
    """Shapes behind a tree, prepared. Borders belong to them."""

    def __init__(self, formes: Sequence[Any]) -> None:
        self.formes = np.array(formes, dtype=object)
        self.surfaces = [surface(forme) for forme in self.formes]
        self._arbre = shapely.STRtree(self.formes)
        shapely.prepare(self.formes)

    def __len__(self) -> int:
        return len(self.formes)

    def covering(self, point: shapely.Point) -> list[int]:
        return [int(rang) for rang in self._arbre.query(point, predicate="covered_by")]

    def meeting(self, forme: Any) -> list[int]:
        return [int(rang) for rang in self._arbre.query(forme, predicate="intersects")]

    def covering_many(self, lons: Reels, lats: Reels) -> tuple[Rangs, Rangs]:
        """Pairs (place of the point, rank of a shape that covers it), for arrays of points."""
        if not len(self.formes) or not len(lons):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        points, rangs = self._arbre.query(shapely.points(lons, lats))
        dedans = shapely.intersects_xy(self.formes[rangs], lons[points], lats[points])
        return points[dedans], rangs[dedans]

    def near(self, point: shapely.Point) -> list[tuple[float, int]]:
        """(metres, rank) of the shapes within 50 m of a point."""
        plan = Plan(point.x, point.y)
        dlat = TOLERANCE_M / METRES_PAR_DEGRE
        dlon = dlat / max(math.cos(math.radians(point.y)), 0.01)
        boite = shapely.box(point.x - dlon, point.y - dlat, point.x + dlon, point.y + dlat)
        trouves = []
        for rang in self._arbre.query(boite, predicate="intersects"):
            metres = float(shapely.distance(plan.to_metres(self.formes[rang]), shapely.Point(0, 0)))
            if metres <= TOLERANCE_M:
                trouves.append((round(metres, 2), int(rang)))
        return trouves


def surface(forme: Any) -> float:
    """Square metres, rounded so that equal shapes drawn in different places compare equal."""
    return round(square_metres(forme), -2)


def square_metres(forme: Any) -> float:
    if forme.is_empty:
        return 0.0
    lat = math.radians((forme.bounds[1] + forme.bounds[3]) / 2)
    return float(forme.area) * METRES_PAR_DEGRE**2 * math.cos(lat)
