"""From degrees to the grid, and from the grid to SVG paths."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from sectorisation.esquisse.modele import LARGEUR
from sectorisation.formes import Plan
from sectorisation.traces import polygons_only

_MAX_POINTS = 400


@dataclass(slots=True)
class Cadre:
    """From degrees to the grid: a window on the ground, `marge` metres around a shape."""

    bornes: tuple[float, float, float, float]  # degrees: west, south, east, north
    marge: float = 0.0
    minimum: float = 0.0  # metres
    plan: Plan = field(init=False)
    fenetre: tuple[float, float, float, float] = field(init=False)  # metres
    echelle: float = field(init=False)

    def __post_init__(self) -> None:
        ouest, sud, est, nord = self.bornes
        self.plan = Plan((ouest + est) / 2, (sud + nord) / 2)
        x1, y1, x2, y2 = shapely.bounds(self.plan.to_metres(shapely.box(*self.bornes))).tolist()
        demi_l = max((x2 - x1) / 2 + self.marge, self.minimum / 2, 1.0)
        # Never a ribbon: at least half as high as it is wide, at most a little higher.
        demi_h = max((y2 - y1) / 2 + self.marge, demi_l * 0.55)
        demi_l = max(demi_l, demi_h / 1.1)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        self.fenetre = (x - demi_l, y - demi_h, x + demi_l, y + demi_h)
        self.echelle = LARGEUR / (2 * demi_l)

    @property
    def hauteur(self) -> int:
        return round((self.fenetre[3] - self.fenetre[1]) * self.echelle)

    def to_grid(self, formes: Any) -> Any:
        """Shapes of degrees on the grid, whose ordinate goes down."""
        origine = np.array([self.fenetre[0], self.fenetre[3]])
        facteurs = np.array([self.echelle, -self.echelle])
        return shapely.transform(self.plan.to_metres(formes), lambda xy: (xy - origine) * facteurs)


def legible(forme: Any, minimum: float) -> Any:
    """A shape of the grid without the parts and holes too small or too thin to be seen."""
    parties = []
    for partie in shapely.get_parts(polygons_only(forme)):
        if shapely.area(partie) < minimum or 2 * partie.area < partie.length * minimum / 30:
            continue
        trous = [t for t in partie.interiors if shapely.Polygon(t).area >= minimum]
        parties.append(shapely.Polygon(partie.exterior, trous))
    return shapely.MultiPolygon(parties)


def _borders(formes: Any) -> Any:
    """Each border once, though two neighbours share it."""
    return shapely.line_merge(shapely.union_all(shapely.boundary(np.array(formes, object))))


def borders(formes: Any) -> Any:
    """Each border once, though two neighbours share it."""
    return shapely.line_merge(shapely.union_all(shapely.boundary(np.array(formes, object))))


def write_rings(forme: Any) -> str:
    """SVG path of a surface of the grid, holes included."""
    anneaux = [
        anneau
        for partie in shapely.get_parts(forme)
        for anneau in (partie.exterior, *partie.interiors)
    ]
    return "".join(f"{trait}Z" for anneau in anneaux if (trait := _line(anneau, 3)))


def write_lines(forme: Any) -> str:
    return "".join(_line(ligne, 2) for ligne in shapely.get_parts(forme))


def _line(ligne: Any, minimum: int) -> str:
    points = shapely.get_coordinates(ligne).round().astype(int)
    garde = np.ones(len(points), bool)
    garde[1:] = (points[1:] != points[:-1]).any(axis=1)
    points = points[garde]
    if len(points) < minimum:
        return ""
    return "M" + "L".join(f"{x} {y}" for x, y in points.tolist())


def write_places(cadre: Cadre, lons: Any, lats: Any) -> str:
    """Some addresses, evenly taken, as dots: enough to see where people live."""
    if not len(lons):
        return ""
    pas = -(-len(lons) // _MAX_POINTS)
    return write_dots(
        cadre.to_grid(shapely.multipoints(np.column_stack((lons[::pas], lats[::pas]))))
    )


def write_dots(forme: Any) -> str:
    points = np.unique(shapely.get_coordinates(forme).round().astype(int), axis=0)
    return "".join(f"M{x} {y}h0" for x, y in points.tolist())
