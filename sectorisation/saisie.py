"""Polygons that someone drew or typed: read, refused with the place at fault, straightened.

One Polygon a part, its holes kept. Text is GeoJSON in WGS84, as any tool writes it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.validation import explain_validity

from sectorisation.adresses.comptage import count_inside
from sectorisation.errors import ContourRefuse, Faute, ImportRefuse
from sectorisation.formes import square_metres
from sectorisation.imports.geojson import read_ring
from sectorisation.models import Commune, Territoire
from sectorisation.traces import explain_invalid, polygons_only, read_shape, round_shape

# Drawn by hand, a zone has some hundreds of them; finer outlines are imported.
MAX_SOMMETS = 20_000
MAX_CARACTERES = 2_000_000
_LIEU = re.compile(r"\[(\S+) (\S+)\]")


def read_polygons(texte: str) -> list[Polygon]:
    """The parts of a typed outline, perhaps invalid. Raises ContourRefuse when there are none."""
    # A position opens a bracket: counted before anything is read.
    if len(texte) > MAX_CARACTERES or texte.count("[") > MAX_SOMMETS:
        raise _refused(_TROP)
    parties = list(_parts(_load(texte)))
    if not parties:
        raise _refused("Ce texte ne contient aucun polygone.")
    fautes: list[Faute] = []
    polygones = []
    for rang, partie in enumerate(parties, 1):
        try:
            polygones.append(_polygon(partie, f"Partie {rang}" if len(parties) > 1 else "Contour"))
        except ContourRefuse as refus:
            fautes += refus.fautes
    if fautes:
        raise ContourRefuse(*fautes)
    return polygones


def find_faults(polygones: Sequence[Polygon], territoire: Territoire) -> list[Faute]:
    """Why these parts cannot hold addresses: those that cross themselves, those elsewhere."""
    fautes = []
    domaine = _domain(territoire)
    for rang, polygone in enumerate(polygones, 1):
        sujet = f"Partie {rang}" if len(polygones) > 1 else "Contour"
        if not polygone.is_valid:
            trouve = _LIEU.search(explain_validity(polygone))
            point = (float(trouve[1]), float(trouve[2])) if trouve else None
            fautes.append(Faute(f"{sujet} : {explain_invalid(polygone)}", point))
        elif not polygone.area:
            fautes.append(Faute(f"{sujet} : il n’a aucune surface.", polygone.exterior.coords[0]))
        elif len(domaine) and not shapely.intersects(domaine, polygone).any():
            ici = polygone.representative_point()
            fautes.append(Faute(f"{sujet} : hors du territoire.", (ici.x, ici.y)))
    return fautes


def straighten(polygones: Sequence[Polygon]) -> list[Polygon]:
    """A proposal: the valid ground these parts most likely meant. Never taken without asking."""
    droits = []
    for polygone in polygones:
        if not polygone.is_valid:
            repare = polygons_only(shapely.make_valid(polygone, method="structure"))
            droits += shapely.get_parts(polygons_only(round_shape(repare))).tolist()
        else:
            droits.append(polygone)
    return droits


@dataclass(frozen=True, slots=True)
class Proposition:
    """A straightened outline, its square metres, and the addresses it holds and held before."""

    polygones: tuple[Polygon, ...]
    surface: float
    adresses: int
    adresses_avant: int


def propose(polygones: Sequence[Polygon], territoire: Territoire) -> Proposition | None:
    """What straightening would change; None when nothing is crooked, or nothing would be left."""
    droits = straighten(polygones)
    if not droits or all(p.is_valid for p in polygones):
        return None
    return Proposition(
        tuple(droits),
        surface=sum(square_metres(polygone) for polygone in droits),
        adresses=count_inside(territoire, droits),
        adresses_avant=count_inside(territoire, polygones),
    )


def to_text(polygones: Sequence[Polygon]) -> str:
    """GeoJSON with one vertex a line, so that a keyboard alone may move it."""
    parties = (
        "[" + ",\n".join(_ring_text(a) for a in (p.exterior, *p.interiors)) + "]" for p in polygones
    )
    return '{"type": "MultiPolygon", "coordinates": [' + ",\n".join(parties) + "]}"


def _ring_text(anneau: Any) -> str:
    sommets = (f"[{x}, {y}]" for x, y in shapely.get_coordinates(anneau).tolist())
    return "[\n" + ",\n".join(sommets) + "\n]"


_TROP = f"Ce contour a plus de {MAX_SOMMETS // 1000} 000 sommets. Simplifiez-le, ou importez un fichier."


def _refused(phrase: str) -> ContourRefuse:
    return ContourRefuse(Faute(phrase))


def _load(texte: str) -> Any:
    try:
        return json.loads(texte, parse_constant=_refuse_constant)
    except json.JSONDecodeError as erreur:
        raise _refused(f"Ligne {erreur.lineno} : ce texte n’est pas du GeoJSON.") from None
    except (ValueError, RecursionError):
        raise _refused("Ce texte n’est pas du GeoJSON.") from None


def _refuse_constant(nom: str) -> NoReturn:
    raise _refused(f"« {nom} » n’est pas un nombre.")


def _parts(objet: Any) -> Iterator[Any]:
    """The coordinates of each Polygon, wherever GeoJSON allows one."""
    if isinstance(objet, list):
        for element in objet:
            yield from _parts(element)
        return
    if not isinstance(objet, dict):
        raise _refused("Ce texte n’est pas du GeoJSON.")
    coordonnees = objet.get("coordinates")
    match objet.get("type"):
        case "FeatureCollection":
            yield from _parts(objet.get("features") or [])
        case "GeometryCollection":
            yield from _parts(objet.get("geometries") or [])
        case "Feature":
            yield from _parts(objet.get("geometry"))
        case "Polygon":
            yield coordonnees
        case "MultiPolygon" if isinstance(coordonnees, list):
            yield from coordonnees
        case autre:
            raise _refused(f"Polygone attendu, « {str(autre)[:40]} » trouvé.")


def _polygon(anneaux: Any, sujet: str) -> Polygon:
    if not isinstance(anneaux, list) or not anneaux:
        raise _refused(f"{sujet} : il est vide.")
    lus = []
    for rang, anneau in enumerate(anneaux):
        qui = f"{sujet}, trou {rang}" if rang else sujet
        try:
            lus.append(read_ring(anneau))
        except ImportRefuse as refus:
            raise ContourRefuse(Faute(f"{qui} : {refus}", _place(anneau))) from None
    return Polygon(lus[0], lus[1:])


def _place(anneau: Any) -> tuple[float, float] | None:
    """The last vertex of a ring that could not be read, when it is a place: where it stays open."""
    match anneau:
        case [*_, [float() | int() as x, float() | int() as y, *_]] if (
            abs(x) <= 180 and abs(y) <= 90
        ):
            return float(x), float(y)
    return None


def _domain(territoire: Territoire) -> Any:
    contours = Commune.objects.of(territoire).values_list("contour", flat=True)
    return np.array([read_shape(contour) for contour in contours], dtype=object)
