"""A fictional geography: communes as cells, streets as lines, addresses along them.

Pure: gives GeoJSON and BAN rows, which the ordinary imports then read.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapely import MultiPoint, Point, Polygon, set_precision, transform, voronoi_polygons
from shapely.geometry import mapping

# Degrees of longitude and latitude for a kilometre, at 48.6° north.
KM_LON = 1 / 73.6
KM_LAT = 1 / 111.2

VOIES = (
    "Rue des Prés", "Rue de l’Église", "Rue du Lavoir", "Allée des Écoles", "Grande Rue",
    "Rue Jean Jaurès", "Avenue de la Gare", "Rue des Tilleuls", "Place du Marché",
    "Chemin des Vignes", "Rue Pasteur", "Rue Victor Hugo", "Impasse du Moulin", "Rue du Stade",
    "Rue des Lilas", "Boulevard de la République", "Rue Simone Veil", "Rue Aimé Césaire",
    "Route de la Forêt", "Rue du Four à Chaux", "Quai de l’Orne", "Rue Marie Curie",
    "Rue Saint-Michel", "Rue du 8 Mai 1945", "Chemin de la Fontaine", "Rue des Acacias",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commune:
    """A fictional commune: its cell, in WGS84, and where its houses stand."""

    insee: str
    nom: str
    code_postal: str
    centre: Point
    contour: Polygon
    voies: int


def draw_communes(
    noms: Sequence[tuple[str, int]], *, prefixe: str, lon: float, lat: float, graine: int
) -> list[Commune]:
    """Cells around (lon, lat), one per (nom, number of streets); the first is the chef-lieu."""
    rng = random.Random(graine)  # noqa: S311 - a drawing, not a secret
    places = [(0.0, 0.0)]
    for rang in range(1, len(noms)):
        # A sunflower: even density, without rows.
        angle, rayon = rang * 2.39996, 6.2 * math.sqrt(rang)
        places.append(
            (
                rayon * math.cos(angle) + rng.uniform(-1.6, 1.6),
                rayon * math.sin(angle) + rng.uniform(-1.6, 1.6),
            )
        )
    points = MultiPoint(places)
    outline = points.convex_hull.buffer(5.5, quad_segs=5).simplify(0.5)
    cells = voronoi_polygons(points, extend_to=outline.buffer(40), ordered=True).geoms

    def to_wgs84(km):
        return km * [KM_LON, KM_LAT] + [lon, lat]

    communes = []
    for rang, ((nom, voies), place, cell) in enumerate(zip(noms, places, cells, strict=True)):
        contour = set_precision(transform(cell.intersection(outline), to_wgs84), 1e-6)
        communes.append(
            Commune(
                insee=f"{prefixe}{901 + rang:03d}"[:5] if len(prefixe) == 2 else f"{prefixe}{rang}",
                nom=nom,
                code_postal=f"{prefixe}9{rang // 3:02d}",
                centre=transform(Point(place), to_wgs84),
                contour=contour,
                voies=voies,
            )
        )
    return communes


def communes_geojson(communes: Sequence[Commune]) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": c.insee, "nom": c.nom},
                "geometry": mapping(c.contour),
            }
            for c in communes
        ],
    }


def addresses(communes: Sequence[Commune], *, graine: int) -> Iterator[dict[str, object]]:
    """Rows of a BAN file: streets radiate from the centre of each commune."""
    rng = random.Random(graine)  # noqa: S311
    for commune in communes:
        noms = rng.sample(VOIES, commune.voies)
        for rang, nom in enumerate(noms):
            angle = 2 * math.pi * rang / len(noms) + rng.uniform(-0.2, 0.2)
            code = f"{commune.insee}_{100 + rang:04d}"
            numeros = rng.randint(10, 22)
            for numero in range(1, numeros + 1):
                suffixe = "bis" if numero % 9 == 0 and rng.random() < 0.5 else ""
                cote = 1 if numero % 2 else -1
                km = 0.12 + 0.045 * numero
                x = km * math.cos(angle) - cote * 0.012 * math.sin(angle)
                y = km * math.sin(angle) + cote * 0.012 * math.cos(angle)
                yield {
                    "id": f"{code}_{numero:05d}" + (f"_{suffixe}" if suffixe else ""),
                    "id_fantoir": code,
                    "numero": numero,
                    "rep": suffixe,
                    "nom_voie": nom,
                    "code_postal": commune.code_postal,
                    "code_insee": commune.insee,
                    "nom_commune": commune.nom,
                    "lon": round(commune.centre.x + x * KM_LON, 6),
                    "lat": round(commune.centre.y + y * KM_LAT, 6),
                }


def ban_csv(rows: Iterator[dict[str, object]]) -> str:
    """The rows as the national address base publishes them (`;`, header)."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
