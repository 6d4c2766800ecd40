"""Between shapely's shapes and the GeoJSON of JSON columns. WGS84 degrees, six decimals."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.validation import explain_validity

DECIMALES = 6


def to_geojson(forme: Polygon | MultiPolygon) -> dict[str, Any]:
    """GeoJSON of a shape, with lists: what JSON columns hold."""
    if isinstance(forme, MultiPolygon):
        return {"type": "MultiPolygon", "coordinates": [_rings(p) for p in forme.geoms]}
    return {"type": "Polygon", "coordinates": _rings(forme)}


def _rings(polygone: Polygon) -> list[Any]:
    if polygone.is_empty:
        return []
    anneaux = (polygone.exterior, *polygone.interiors)
    return [shapely.get_coordinates(anneau).tolist() for anneau in anneaux]


def pack(forme: Any) -> str:
    """A shape as text (base64 of WKB): an index of versions reads it without a list a vertex."""
    return base64.b64encode(shapely.to_wkb(forme, output_dimension=2, byte_order=1)).decode()


def to_shape(geometrie: Mapping[str, Any] | str) -> Any:
    """The shape of a GeoJSON polygon, or of a packed one."""
    if isinstance(geometrie, str):
        return shapely.from_wkb(base64.b64decode(geometrie))
    genre, coordonnees = geometrie["type"], geometrie["coordinates"]
    if genre == "Polygon":
        return _polygon(coordonnees)
    if genre == "MultiPolygon":
        return MultiPolygon([_polygon(partie) for partie in coordonnees])
    return shape(geometrie)


def _polygon(anneaux: Sequence[Any]) -> Polygon:
    if not anneaux:
        return Polygon()
    lus = [np.asarray(anneau, float)[:, :2] for anneau in anneaux]
    return Polygon(lus[0], lus[1:])


def points_to_geojson(lons: Iterable[float], lats: Iterable[float]) -> dict[str, Any]:
    """Several places as one GeoJSON geometry."""
    places = [
        [round(float(x), DECIMALES), round(float(y), DECIMALES)]
        for x, y in zip(lons, lats, strict=True)
    ]
    return {"type": "MultiPoint", "coordinates": places}


def polygons_only(forme: Any) -> MultiPolygon:
    """The surfaces of a shape, without the lines and points that computing may leave."""
    parties = [
        partie
        for morceau in shapely.get_parts(forme)
        for partie in shapely.get_parts(morceau)
        if isinstance(partie, Polygon) and not partie.is_empty
    ]
    return MultiPolygon(parties)


def read_shape(geometrie: Any) -> Polygon | MultiPolygon:
    """The shape a JSON column holds; an empty one when it is no polygon at all."""
    try:
        forme = to_shape(geometrie)
    except (
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        shapely.errors.ShapelyError,
    ):
        return Polygon()
    return forme if isinstance(forme, (Polygon, MultiPolygon)) else Polygon()


def round_shape(forme: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """The same shape at six decimals, still valid: about ten centimetres."""
    arrondie = shapely.transform(forme, lambda xy: xy.round(DECIMALES))
    if arrondie.is_valid:
        return arrondie
    return shapely.set_precision(forme, 10**-DECIMALES)


def explain_invalid(forme: Polygon | MultiPolygon) -> str:
    """Why a shape is not valid, in French."""
    if forme.is_empty:
        return "ce n'est pas un polygone."
    raison, _, point = explain_validity(forme).partition("[")
    phrases = {
        "Self-intersection": "il se croise lui-même",
        "Ring Self-intersection": "il se touche lui-même",
        "Hole lies outside shell": "un trou est hors du contour",
        "Holes are nested": "un trou est dans un autre",
        "Interior is disconnected": "ses trous le coupent en deux",
        "Too few points in geometry component": "un contour a trop peu de points distincts",
    }
    lieu = f" près de ({point.rstrip(']').replace(' ', ' ; ')})" if point else ""
    return phrases.get(raison, raison) + lieu + "."
