"""The map of a version in memory: which secteur a point is in, in microseconds.

One index per process and version, built at the first question under a lock and never changed:
a reader holds version n or n+1, never a mixture.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry import shape

from sectorisation.models import Version

# Farther than this from every polygon of its commune, a point belongs to none of them.
TOLERANCE_M = 50.0
_METRES_PAR_DEGRE = 111_320.0
# Simplified outlines of neighbours graze each other: less than this share is not meeting.
_PART_NEGLIGEABLE = 0.001
_MAX_INDEX = 24

Regle = Literal["polygone", "commune", "proche"]
Departage = Literal["", "commune", "priorite", "surface", "identifiant"]


@dataclass(frozen=True, slots=True)
class Secteur:
    """A secteur as its version froze it."""

    id: int
    uid: str
    code: str
    nom: str
    priorite: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a point stands: its commune ("" outside the territoire), its secteur if any, and why.

    `departage` names what chose when several polygons covered the point.
    """

    commune: str
    secteur: Secteur | None = None
    regle: Regle | None = None
    regle_id: int | None = None
    departage: Departage = ""


@dataclass(frozen=True, slots=True)
class _Polygone:
    rang: int
    regle: int
    secteur: Secteur
    surface: float


class Index:
    """Answers for one version. Points in WGS84 degrees."""

    def __init__(self, contenu: dict[str, Any]) -> None:
        self.secteurs = {s["id"]: Secteur(**s) for s in contenu["secteurs"]}
        self._communes: dict[str, tuple[Secteur, int]] = {
            code: (self.secteurs[regle["secteur"]], regle["regle"])
            for code, regle in contenu["communes"].items()
        }
        self._anciennes: dict[str, str] = contenu["anciennes"]
        self._formes = np.array([shape(p["geometrie"]) for p in contenu["polygones"]], dtype=object)
        self._polygones = [
            _Polygone(rang, p["regle"], self.secteurs[p["secteur"]], _surface(self._formes[rang]))
            for rang, p in enumerate(contenu["polygones"])
        ]
        self._codes = sorted(contenu["contours"])
        self._contours = np.array(
            [shape(contenu["contours"][c]) for c in self._codes], dtype=object
        )
        self._surfaces = [_surface(c) for c in self._contours]
        self._arbre = shapely.STRtree(self._formes)
        self._arbre_communes = shapely.STRtree(self._contours)
        shapely.prepare(self._formes)
        shapely.prepare(self._contours)
        self._rangs = {code: rang for rang, code in enumerate(self._codes)}
        self._polygons_of = lru_cache(maxsize=None)(self._compute_polygons_of)

    def locate(self, lon: float, lat: float, citycode: str | None = None) -> Situation:
        """Polygon first, then the commune's rule, then the nearest polygon of the same commune.

        A `citycode` of the territoire is believed over the drawn outline, which is simplified.
        """
        point = shapely.Point(lon, lat)
        commune = self.resolve_commune(citycode) if citycode else ""
        touches = self._covering(point)
        if touches:
            choisi, departage = self._settle(touches, commune)
            commune = commune or self._commune_at(point)
            return Situation(commune, choisi.secteur, "polygone", choisi.regle, departage)
        commune = commune or self._commune_at(point)
        if commune in self._communes:
            secteur, regle = self._communes[commune]
            return Situation(commune, secteur, "commune", regle)
        voisin = self._nearest(point, commune) if commune else None
        if voisin:
            return Situation(commune, voisin.secteur, "proche", voisin.regle)
        return Situation(commune)

    def resolve_commune(self, citycode: str) -> str:
        """The current code of a commune of the territoire, "" for any other."""
        actuel = self._anciennes.get(citycode, citycode)
        return actuel if actuel in self._rangs or actuel in self._communes else ""

    def secteurs_of_commune(self, citycode: str) -> set[int]:
        """Identifiers of every secteur an address of this commune may fall in.

        Holds None's stand-in, 0, when part of the commune is in no secteur at all.
        """
        commune = self.resolve_commune(citycode)
        if not commune:
            return set()
        rangs = self._polygons_of(commune)
        possibles = {self._polygones[rang].secteur.id for rang in rangs}
        if not self._is_covered(commune, rangs):
            regle = self._communes.get(commune)
            possibles.add(regle[0].id if regle else 0)
        return possibles

    def communes_without_secteur(self) -> tuple[str, ...]:
        """Codes of the communes that no rule covers wholly."""
        return tuple(
            code
            for code in self._codes
            if code not in self._communes and not self._is_covered(code, self._polygons_of(code))
        )

    # --- geometry -----------------------------------------------------------------------------

    def _covering(self, point: shapely.Point) -> list[_Polygone]:
        rangs = self._arbre.query(point, predicate="covered_by")
        return [self._polygones[rang] for rang in rangs]

    def _commune_at(self, point: shapely.Point) -> str:
        """On a border the smallest commune, so that the answer never depends on chance."""
        rangs = self._arbre_communes.query(point, predicate="covered_by")
        if len(rangs):
            return self._codes[min(rangs, key=lambda r: (self._surfaces[r], r))]
        proches = _within_tolerance(point, self._arbre_communes, self._contours)
        return self._codes[min(proches)[1]] if proches else ""

    def _settle(self, touches: list[_Polygone], commune: str) -> tuple[_Polygone, Departage]:
        """One polygon out of those that cover a point: commune, priority, surface, identifier."""
        if len({p.secteur.id for p in touches}) == 1:
            return min(touches, key=lambda p: p.regle), ""
        siens = self._polygons_of(commune) if commune else frozenset()
        cles: list[tuple[Departage, Any]] = [
            ("commune", lambda p: p.rang not in siens),
            ("priorite", lambda p: -p.secteur.priorite),
            ("surface", lambda p: p.surface),
            ("identifiant", lambda p: (p.secteur.id, p.regle)),
        ]
        restants = touches
        for nom, cle in cles:
            meilleur = min(map(cle, restants))
            restants = [p for p in restants if cle(p) == meilleur]
            if len({p.secteur.id for p in restants}) == 1:
                return min(restants, key=lambda p: p.regle), nom
        raise AssertionError("two polygons share one identifier")

    def _nearest(self, point: shapely.Point, commune: str) -> _Polygone | None:
        siens = self._polygons_of(commune)
        proches = [
            (metres, -p.secteur.priorite, p.surface, p.secteur.id, p.regle, rang)
            for metres, rang in _within_tolerance(point, self._arbre, self._formes)
            if (p := self._polygones[rang]).rang in siens
        ]
        return self._polygones[min(proches)[-1]] if proches else None

    def _compute_polygons_of(self, commune: str) -> frozenset[int]:
        """Ranks of the polygons that share ground with a commune, not a mere border."""
        if commune not in self._rangs:
            return frozenset()
        contour = self._contours[self._rangs[commune]]
        rangs = self._arbre.query(contour, predicate="intersects")
        communs = shapely.area(shapely.intersection(self._formes[rangs], contour))
        moindres = np.minimum(shapely.area(self._formes[rangs]), contour.area)
        return frozenset(int(r) for r in rangs[communs > moindres * _PART_NEGLIGEABLE])

    def _is_covered(self, commune: str, rangs: frozenset[int]) -> bool:
        if not rangs or commune not in self._rangs:
            return False
        contour = self._contours[self._rangs[commune]]
        reste = contour.difference(shapely.union_all(self._formes[sorted(rangs)]))
        return bool(reste.area <= contour.area * _PART_NEGLIGEABLE)


def _surface(forme: Any) -> float:
    """Square metres, rounded so that equal shapes drawn in different places compare equal."""
    lat = math.radians((forme.bounds[1] + forme.bounds[3]) / 2)
    return round(float(forme.area) * _METRES_PAR_DEGRE**2 * math.cos(lat), -2)


def _within_tolerance(
    point: shapely.Point, arbre: shapely.STRtree, formes: Any
) -> list[tuple[float, int]]:
    """(metres, rank) of the shapes within 50 m of a point, on a plane tangent to it."""
    echelle = math.cos(math.radians(point.y))
    dlat = TOLERANCE_M / _METRES_PAR_DEGRE
    dlon = dlat / max(echelle, 0.01)
    boite = shapely.box(point.x - dlon, point.y - dlat, point.x + dlon, point.y + dlat)
    facteurs = np.array([_METRES_PAR_DEGRE * echelle, _METRES_PAR_DEGRE])
    origine = np.array([point.x, point.y])
    trouves = []
    for rang in arbre.query(boite, predicate="intersects"):
        locale = shapely.transform(formes[rang], lambda xy: (xy - origine) * facteurs)
        metres = float(shapely.distance(locale, shapely.Point(0, 0)))
        if metres <= TOLERANCE_M:
            trouves.append((round(metres, 2), int(rang)))
    return trouves


_index: OrderedDict[str, Index] = OrderedDict()
_verrou = threading.Lock()


def index_for(version: Version) -> Index:
    """The index of a version, built at most once per process.

    Kept by the fingerprint of the content: a restored database may give an old number again.
    """
    cle = version.empreinte or f"version {version.pk}"
    connu = _index.get(cle)
    if connu is not None:
        return connu
    with _verrou:
        if cle not in _index:
            _index[cle] = Index(version.contenu)
            while len(_index) > _MAX_INDEX:
                _index.popitem(last=False)
        return _index[cle]
