"""The process that reads: python -m sectorisation.imports.sig.lecteur NATURE FICHIER DOSSIER [EPSG]

It bounds itself before it opens anything, writes « zones.geojson » (WGS84) in DOSSIER, and says
what it found, or why it refuses, as one line of JSON.
"""

import json
import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sectorisation.errors import ImportRefuse
from sectorisation.imports.sig.archive import unpack_shapefile
from sectorisation.imports.sig.projections import guess

SORTIE = "zones.geojson"
MEMOIRE = 1_500_000_000
SECONDES = 50
MAX_FICHIER = 150_000_000
MAX_OBJETS = 50_000
MAX_SOMMETS = 1_200_000
MAX_CHAMPS = 300
_MAX_TEXTE = 500
_PILOTES = {"shapefile": "ESRI Shapefile", "geopackage": "GPKG"}
_SIGNATURE_SHP = b"\x00\x00\x27\x0a"
_POINT_D_ADRESSE = "id_adresse"


def bound() -> None:
    """From here on, this process can harm nothing but itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES, SECONDES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FICHIER, MAX_FICHIER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(nature: str, fichier: Path, dossier: Path, epsg: int | None) -> dict[str, Any]:
    """Writes the areas of a file as GeoJSON; gives its projection and encoding."""
    if nature == "shapefile":
        chemin = unpack_shapefile(fichier, dossier)
        if chemin.read_bytes()[:4] != _SIGNATURE_SHP:
            raise ImportRefuse("Le fichier .shp de cette archive n'est pas un Shapefile.")
        encodage = _dbf_encoding(dossier)
    else:
        chemin = Path(shutil.copyfile(fichier, dossier / "source.gpkg"))
        encodage = None
    couches = _layers(chemin)
    faits: dict[str, Any] = {}
    with (dossier / SORTIE).open("w", encoding="utf-8") as sortie:
        sortie.write('{"type": "FeatureCollection", "features": [\n')
        separateur = ""
        for couche in couches:
            entites, faits = _read_layer(chemin, nature, couche, encodage, epsg)
            for entite in entites:
                sortie.write(separateur + entite)
                separateur = ",\n"
        sortie.write("\n]}")
    return faits


def _layers(chemin: Path) -> list[str]:
    """The one layer of polygons, then those whose points name an address."""
    import pyogrio

    genres = {str(nom): str(genre) for nom, genre in pyogrio.list_layers(chemin) if genre}
    surfaces = [nom for nom, genre in genres.items() if "Polygon" in genre or genre == "Unknown"]
    if not surfaces:
        raise ImportRefuse("Ce fichier ne contient aucun polygone.")
    if len(surfaces) > 1:
        noms = ", ".join(nom[:40] for nom in surfaces[:5])
        raise ImportRefuse(f"Ce fichier a plusieurs couches de polygones ({noms}) : une seule.")
    points = [
        nom
        for nom, genre in genres.items()
        if "Point" in genre and _POINT_D_ADRESSE in pyogrio.read_info(chemin, layer=nom)["fields"]
    ]
    return surfaces + points


def _read_layer(
    chemin: Path, nature: str, couche: str, encodage: str | None, epsg: int | None
) -> tuple[Iterator[str], dict[str, Any]]:
    import pyogrio
    import shapely

    faits = pyogrio.read_info(
        chemin, layer=couche, encoding=encodage, force_feature_count=True, force_total_bounds=True
    )
    if faits["driver"] != _PILOTES[nature]:
        raise ImportRefuse("Ce fichier n'est pas ce que son contenu annonce.")
    if faits["features"] > MAX_OBJETS:
        raise ImportRefuse(f"Ce fichier a plus de {MAX_OBJETS // 1000} 000 objets.")
    if len(faits["fields"]) > MAX_CHAMPS:
        raise ImportRefuse(f"Ce fichier a plus de {MAX_CHAMPS} champs.")
    projection = _projection(faits, epsg)
    meta, _, geometries, colonnes = pyogrio.raw.read(
        chemin, layer=couche, encoding=encodage, force_2d=True, datetime_as_string=True
    )
    formes = shapely.from_wkb(geometries, on_invalid="ignore")
    if int(shapely.get_num_coordinates(formes).sum()) > MAX_SOMMETS:
        raise ImportRefuse("Le fichier dépasse 1 200 000 sommets. Simplifiez les contours.")
    formes = _to_degrees(formes, projection)
    noms = [str(nom) for nom in meta["fields"]]
    lignes = zip(*colonnes, strict=True) if noms else iter([()] * len(formes))

    def features() -> Iterator[str]:
        for forme, valeurs in zip(formes, lignes, strict=True):
            proprietes = {n: _plain(v) for n, v in zip(noms, valeurs, strict=True)}
            geometrie = "null" if forme is None else shapely.to_geojson(forme)
            textes = json.dumps(proprietes, ensure_ascii=False, allow_nan=False)
            yield f'{{"type": "Feature", "properties": {textes}, "geometry": {geometrie}}}'

    return features(), {"projection": projection, "encodage": encodage or faits["encoding"]}


def _projection(faits: dict[str, Any], epsg: int | None) -> int | str:
    """What the file says, or else what was chosen; asks when neither says."""
    import pyproj

    if faits["crs"]:
        try:
            connue = pyproj.CRS.from_user_input(faits["crs"])
            return connue.to_epsg(min_confidence=70) or str(faits["crs"])
        except pyproj.exceptions.CRSError:
            pass
    if epsg is None:
        bornes = tuple(float(b) for b in faits["total_bounds"])
        raise _Inconnue(guess(bornes) if len(bornes) == 4 else None)
    return epsg


class _Inconnue(Exception):
    def __init__(self, proposee: int | None) -> None:
        self.proposee = proposee


def _to_degrees(formes: Any, projection: int | str) -> Any:
    import numpy as np
    import pyproj
    import shapely

    passage = pyproj.Transformer.from_crs(projection, 4326, always_xy=True)

    def transform(xy: Any) -> Any:
        lons, lats = passage.transform(xy[:, 0], xy[:, 1])
        return np.column_stack((lons, lats)).round(7)

    return shapely.transform(formes, transform)


def _dbf_encoding(dossier: Path) -> str | None:
    """What no .cpg says: UTF-8 when the texts can only be that, else what Windows writes."""
    if (dossier / "source.cpg").exists():
        return None
    octets = (dossier / "source.dbf").read_bytes()
    textes = octets[int.from_bytes(octets[8:10], "little") :]
    if textes.isascii():
        return "UTF-8"
    try:
        textes.decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"


def _plain(valeur: Any) -> Any:
    """A value of numpy as JSON holds it; 12145.0 is a code, 12145."""
    if valeur is None or valeur != valeur:
        return None
    if hasattr(valeur, "item"):
        valeur = valeur.item()
    if isinstance(valeur, float):
        return int(valeur) if valeur.is_integer() else valeur if abs(valeur) < 1e300 else None
    if isinstance(valeur, (bool, int)):
        return valeur
    return str(valeur)[:_MAX_TEXTE]


def main(arguments: list[str]) -> dict[str, Any]:
    nature, fichier, dossier, *suite = arguments
    bound()
    epsg = int(suite[0]) if suite else None
    try:
        return read(nature, Path(fichier), Path(dossier), epsg)
    except ImportRefuse as refus:
        return {"refus": refus.phrases}
    except _Inconnue as inconnue:
        return {"inconnue": True, "proposee": inconnue.proposee}
    except MemoryError:
        return {"refus": ["Ce fichier demande trop de mémoire : simplifiez-le."]}
    except Exception as erreur:  # GDAL has a hundred of them; none may show a path
        return {"refus": ["Ce fichier est abîmé ou illisible."], "cause": type(erreur).__name__}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])))
