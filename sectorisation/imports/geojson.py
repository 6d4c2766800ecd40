"""Reads a GeoJSON file of areas. A wrong one is refused with the object's number and the reason."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from sectorisation.errors import ImportRefuse
from sectorisation.imports.json_borne import read_features
from sectorisation.traces import explain_invalid, round_shape, to_geojson

MAX_OCTETS = 60_000_000
MAX_SOMMETS = 1_200_000
# One secteur drawn finer than this is a mistake of export.
MAX_SOMMETS_OBJET = 100_000
__all__ = ["Objet", "check_coordinates", "read_areas", "read_ring", "round_shape", "to_geojson"]
_MAX_PHRASES = 20
_TROP_DE_SOMMETS = "Le fichier dépasse 1 200 000 sommets. Simplifiez les contours."

# Longitudes and latitudes of France, metropolitan and overseas, generously.
_FRANCE = (
    (-6.0, 41.0, 10.0, 52.0), (-64.0, 14.0, -60.0, 18.5), (-55.0, 2.0, -51.0, 6.0),
    (55.0, -22.0, 56.2, -20.5), (44.8, -13.2, 45.5, -12.4), (-57.0, 46.5, -56.0, 47.3),
    (162.0, -24.0, 169.0, -18.0), (-155.0, -28.0, -134.0, -7.0), (-179.0, -15.0, -175.0, -12.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objet:
    """One area of the file: its rank from 1, its properties, its Polygons (holes kept)."""

    rang: int
    proprietes: dict[str, Any]
    polygones: tuple[Polygon, ...]
    point: tuple[float, float] | None = None

    def text(self, *noms: str) -> str:
        """The first property present among `noms`, whatever its case, as text."""
        presentes = {str(k).lower(): v for k, v in self.proprietes.items()}
        for nom in noms:
            valeur = presentes.get(nom)
            if isinstance(valeur, bool) or valeur is None:
                continue
            if isinstance(valeur, (str, int, float)) and str(valeur).strip():
                return str(valeur).strip()
        return ""


def read_areas(chemin: Path, *, points: bool = False) -> list[Objet]:
    """Every object of the file, checked. Raises ImportRefuse with all the reasons found.

    With `points`, a Point that names its address (« id_adresse ») is taken too.
    """
    objets: list[Objet] = []
    phrases: list[str] = []
    sommets = rang = 0
    for rang, entite in enumerate(_features(chemin), 1):
        try:
            objet = _read_area(rang, entite, points=points)
        except ImportRefuse as refus:
            phrases.append(f"Objet n° {rang}{_name_of(entite)} : {refus}")
            if len(phrases) >= _MAX_PHRASES:
                break
            continue
        sommets += sum(int(shapely.get_num_coordinates(p)) for p in objet.polygones)
        if sommets > MAX_SOMMETS:
            raise ImportRefuse(f"Objet n° {rang} : {_TROP_DE_SOMMETS}")
        objets.append(objet)
    if not rang:
        raise ImportRefuse("Ce fichier GeoJSON ne contient aucun objet.")
    if phrases:
        raise ImportRefuse(*phrases)
    return objets


def _features(chemin: Path) -> Iterator[Any]:
    # A position is a bracket, and a few more hold them together.
    return read_features(_load(chemin), max_crochets=MAX_SOMMETS_OBJET + 1000)


def _load(chemin: Path) -> str:
    if chemin.stat().st_size > MAX_OCTETS:
        raise ImportRefuse(f"Le fichier dépasse {MAX_OCTETS // 1_000_000} Mo.")
    try:
        texte = chemin.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefuse("Ce fichier n'est pas du GeoJSON (texte UTF-8 attendu).") from None
    # A position opens a bracket: more of them than vertices allowed cannot be a map.
    if texte.count("[") + texte.count("{") > 2 * MAX_SOMMETS:
        raise ImportRefuse(_TROP_DE_SOMMETS)
    return texte


def _name_of(entite: Any) -> str:
    proprietes = entite.get("properties") if isinstance(entite, dict) else None
    if not isinstance(proprietes, dict):
        return ""
    for cle in ("nom", "name", "code"):
        if isinstance(proprietes.get(cle), str):
            return f" (« {proprietes[cle][:60]} »)"
    return ""


def _read_area(rang: int, entite: Any, *, points: bool) -> Objet:
    if not isinstance(entite, dict) or entite.get("type") != "Feature":
        raise ImportRefuse("ce n'est pas un objet GeoJSON (« Feature »).")
    geometrie = entite.get("geometry")
    if not isinstance(geometrie, dict):
        raise ImportRefuse("il n'a pas de géométrie.")
    genre, coordonnees = geometrie.get("type"), geometrie.get("coordinates")
    proprietes = entite.get("properties")
    proprietes = proprietes if isinstance(proprietes, dict) else {}
    if points and genre == "Point":
        return _read_point(rang, proprietes, coordonnees)
    if genre == "Polygon":
        parties = [coordonnees]
    elif genre == "MultiPolygon" and isinstance(coordonnees, list):
        parties = coordonnees
    else:
        raise ImportRefuse(f"polygone attendu, « {str(genre)[:40]} » trouvé.")
    if not parties:
        raise ImportRefuse("sa géométrie est vide.")
    polygones = tuple(_read_polygon(partie) for partie in parties)
    return Objet(rang, proprietes, polygones)


def _read_point(rang: int, proprietes: dict[str, Any], coordonnees: Any) -> Objet:
    objet = Objet(rang, proprietes, (), _read_position(coordonnees))
    if not objet.text("id_adresse"):
        raise ImportRefuse("un point doit nommer son adresse (« id_adresse »).")
    return objet


def _read_polygon(anneaux: Any) -> Polygon:
    if not isinstance(anneaux, list) or not anneaux:
        raise ImportRefuse("sa géométrie est vide.")
    lus = [read_ring(anneau) for anneau in anneaux]
    polygone = Polygon(lus[0], lus[1:])
    if not polygone.is_valid:
        raise ImportRefuse(f"contour invalide : {explain_invalid(polygone)}")
    arrondi = round_shape(polygone)
    if arrondi.is_empty or not isinstance(arrondi, Polygon):
        raise ImportRefuse("son contour est trop petit ou trop fin.")
    return arrondi


def read_ring(anneau: Any) -> Any:
    """The vertices of a ring, as columns; one by one only when something is wrong with them."""
    if not isinstance(anneau, list) or len(anneau) < 4:
        raise ImportRefuse("un contour a moins de quatre points.")
    if anneau[0] != anneau[-1]:
        raise ImportRefuse("un contour n'est pas fermé : son dernier point n'est pas le premier.")
    try:
        sommets = np.array([position[:2] for position in anneau])
    except (TypeError, ValueError):
        sommets = np.zeros(0)
    if sommets.shape == (len(anneau), 2) and sommets.dtype.kind in "fi" and _plausible(sommets):
        return sommets.astype(float)
    return np.array([_read_position(position) for position in anneau])


def _plausible(sommets: Any) -> bool:
    """True when every vertex stands in one same box around France."""
    (ouest, sud), (est, nord) = sommets.min(axis=0), sommets.max(axis=0)
    return any(o <= ouest and est <= e and s <= sud and nord <= n for o, s, e, n in _FRANCE)


def _read_position(position: Any) -> tuple[float, float]:
    if not isinstance(position, list) or len(position) < 2:
        raise ImportRefuse("une position n'a pas deux nombres.")
    x, y = position[:2]
    for valeur in (x, y):
        if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
            raise ImportRefuse("une coordonnée n'est pas un nombre.")
        if abs(valeur) > 1e9 or not math.isfinite(valeur):
            raise ImportRefuse("une coordonnée est démesurée.")
    check_coordinates(float(x), float(y))
    return float(x), float(y)


def check_coordinates(lon: float, lat: float) -> None:
    """Raises ImportRefuse when the pair is not a longitude and a latitude, saying what it may be."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        if 0 < lon < 1_300_000 and 6_000_000 < lat < 7_200_000:
            raise ImportRefuse(
                "ses coordonnées semblent être en Lambert-93 ; "
                "convertissez le fichier en longitudes et latitudes (WGS 84)."
            )
        raise ImportRefuse(
            "ses coordonnées ne sont pas des longitudes et latitudes (WGS 84) : "
            f"({lon:.6g} ; {lat:.6g})."
        )
    if not _in_france(lon, lat) and _in_france(lat, lon):
        raise ImportRefuse("longitude et latitude semblent inversées.")


def _in_france(lon: float, lat: float) -> bool:
    return any(o <= lon <= e and s <= lat <= n for o, s, e, n in _FRANCE)
