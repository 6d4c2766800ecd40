"""The process that writes: python -m sectorisation.imports.sig.ecriture GEOJSON GEOPACKAGE

Areas go to the layer « secteurs », points to « adresses »: one kind of shape a layer, as the tools
of geographers expect.
"""

import json
import sys
from pathlib import Path
from typing import Any


def write(source: Path, sortie: Path) -> dict[str, Any]:
    import pyogrio

    entites = json.loads(source.read_text("utf-8"))["features"]
    surfaces = [e for e in entites if e["geometry"]["type"] != "Point"]
    points = [e for e in entites if e["geometry"]["type"] == "Point"]
    for couche, siennes, genre in (
        ("secteurs", surfaces, "MultiPolygon"),
        ("adresses", points, "Point"),
    ):
        if not siennes:
            continue
        noms = list(dict.fromkeys(nom for e in siennes for nom in e["properties"]))
        pyogrio.raw.write(
            sortie,
            _shapes(siennes),
            [_column(siennes, nom) for nom in noms],
            noms,
            layer=couche,
            driver="GPKG",
            crs="EPSG:4326",
            geometry_type=genre,
            promote_to_multi=genre == "MultiPolygon",
            append=sortie.exists(),
        )
    return {"objets": len(entites)}


def _shapes(entites: list[dict[str, Any]]) -> Any:
    import shapely

    return shapely.to_wkb(
        shapely.from_geojson([json.dumps(entite["geometry"]) for entite in entites])
    )


def _column(entites: list[dict[str, Any]], nom: str) -> Any:
    import numpy as np

    return np.array([entite["properties"].get(nom) for entite in entites], dtype=object)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(write(*map(Path, sys.argv[1:]))))
