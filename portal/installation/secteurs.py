"""Sector maps written from a plan: whole communes, or drawn polygons, each with its site."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.text import slugify
from shapely import GeometryCollection, MultiPolygon, Polygon, box, set_precision
from shapely.geometry import mapping, shape

from booking.models import Attribution, Lieu
from sectorisation.models import Commune, Couche, Regle, Secteur, Territoire
from sectorisation.publication import Publication, publish


@dataclass(frozen=True, slots=True)
class PlanSecteur:
    """One secteur to be: its site, its whole communes (INSEE codes), its polygons (WGS84)."""

    nom: str
    lieu: Lieu
    communes: Sequence[str] = ()
    polygones: Sequence[Polygon] = field(default_factory=tuple)


def write_couche(
    territoire: Territoire, *, slug: str, nom: str, plans: Sequence[PlanSecteur], now: dt.datetime
) -> tuple[Couche, Publication]:
    """Write the rules of a couche and publish it. A secteur already there is left alone."""
    couche, _ = Couche.objects.get_or_create(
        territoire=territoire, slug=slug, defaults={"nom": nom}
    )
    for plan in plans:
        secteur, created = Secteur.objects.get_or_create(
            couche=couche,
            code=slugify(plan.nom)[:40],
            defaults={"nom": plan.nom, "territoire": territoire},
        )
        if not created:
            continue
        if plan.communes:
            Regle.objects.create(
                secteur=secteur,
                territoire=territoire,
                genre=Regle.Genre.COMMUNE,
                communes=sorted(plan.communes),
            )
        for polygone in plan.polygones:
            Regle.objects.create(
                secteur=secteur,
                territoire=territoire,
                genre=Regle.Genre.POLYGONE,
                geometrie=mapping(polygone),
            )
        Attribution.objects.create(secteur=secteur, lieu=plan.lieu)
    return couche, publish(couche=couche, now=now)


def nearest_lieu(commune: Commune, lieux: Sequence[Lieu]) -> Lieu:
    """The site nearest to the middle of a commune, as the crow flies."""
    middle = shape(commune.contour).representative_point()
    shrink = math.cos(math.radians(middle.y))

    def distance(lieu: Lieu) -> float:
        return math.hypot(((lieu.lon or 0) - middle.x) * shrink, (lieu.lat or 0) - middle.y)

    return min(lieux, key=distance)


def cut(commune: Commune, parts: int) -> list[list[Polygon]]:
    """A commune cut into west-east bands, as someone would draw them on a map.

    Shared edges are identical to six decimals, so that no address falls between two bands.
    """
    contour = shape(commune.contour)
    west, south, east, north = contour.bounds
    edges = [round(south + (north - south) * i / parts, 6) for i in range(parts + 1)]
    bands = []
    for low, high in pairwise(edges):
        piece = set_precision(contour.intersection(box(west - 1, low, east + 1, high)), 1e-6)
        bands.append(polygons_of(piece))
    return [band for band in bands if band]


def polygons_of(geometry: Polygon | MultiPolygon | GeometryCollection) -> list[Polygon]:
    """The polygons of a geometry, without the lines and points a cut may leave."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]


def communes_by_lieu(
    territoire: Territoire, lieux: Sequence[Lieu], *, sauf: Sequence[str] = ()
) -> Mapping[Lieu, list[str]]:
    """Every commune but `sauf` (INSEE codes), given to its nearest site."""
    by_lieu: dict[Lieu, list[str]] = {lieu: [] for lieu in lieux}
    for commune in Commune.objects.of(territoire).exclude(insee__in=sauf):
        by_lieu[nearest_lieu(commune, lieux)].append(commune.insee)
    return by_lieu
