"""Two thousand drawn secteurs of five hundred vertices, without a gap between them."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sectorisation.compilation import compile_couche
from sectorisation.controles import check
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.models import Commune, Couche, Territoire
from tests.bench.mesures import Chiffre, written

COLONNES, LIGNES, SOMMETS_PAR_COTE = 50, 40, 125
_OUEST, _SUD, _COTE = 1.0, 44.0, 0.02
LE = date(2026, 11, 23)

Point = tuple[float, float]


def imported(dossier: Path) -> Iterator[Chiffre]:
    """From the GeoJSON file to the findings of the checks."""
    fichier = dossier / "dessins.geojson"
    fichier.write_text(json.dumps({"type": "FeatureCollection", "features": list(cells())}))
    territoire = Territoire.objects.create(code="dessins", nom="Dessins")
    Commune.objects.create(territoire=territoire, insee="99001", nom="Toute", contour=_outline())
    couche = Couche.objects.create(territoire=territoire, slug="dessins", nom="Dessins")
    debut, calcul = time.perf_counter(), time.process_time()
    import_secteurs(territoire=territoire, chemin=fichier, couche=couche.slug)
    rapport = check(compile_couche(couche, le=LE), couche)
    duree, calcul = time.perf_counter() - debut, time.process_time() - calcul
    yield Chiffre(
        f"Importer et contrôler {couche.secteurs.count()} polygones de {4 * SOMMETS_PAR_COTE} sommets"
        f" ({len(rapport.bloquants)} constats bloquants)",
        f"{written(calcul)} (montre {written(duree)})",
        barre="< 10 s de calcul",
        tenu=calcul < 10 and couche.secteurs.count() == COLONNES * LIGNES,
    )


def cells() -> Iterator[dict[str, object]]:
    """A grid of secteurs: neighbours share the vertices of the side between them."""
    for i in range(COLONNES):
        for j in range(LIGNES):
            bas, haut = _side(i, j, across=True), _side(i, j + 1, across=True)
            gauche, droite = _side(i, j, across=False), _side(i + 1, j, across=False)
            anneau = [*bas[:-1], *droite[:-1], *haut[:0:-1], *gauche[::-1]]
            yield {
                "type": "Feature",
                "properties": {"nom": f"Cellule {i}-{j}", "code": f"c{i}-{j}"},
                "geometry": {"type": "Polygon", "coordinates": [anneau]},
            }


def _side(i: int, j: int, *, across: bool) -> list[Point]:
    """One side, both ends included; straight on the outer border."""
    bordure = j in (0, LIGNES) if across else i in (0, COLONNES)
    x, y = _OUEST + i * _COTE, _SUD + j * _COTE
    points = []
    for pas in range(SOMMETS_PAR_COTE + 1):
        part = pas / SOMMETS_PAR_COTE
        onde = 0 if bordure else 0.002 * math.sin(math.pi * part) * math.sin(9 * part + i + 3 * j)
        dx, dy = (part * _COTE, onde) if across else (onde, part * _COTE)
        points.append((round(x + dx, 6), round(y + dy, 6)))
    return points


def _outline() -> dict[str, object]:
    ouest, sud = _OUEST, _SUD
    est, nord = _OUEST + COLONNES * _COTE, _SUD + LIGNES * _COTE
    anneau = [[ouest, sud], [est, sud], [est, nord], [ouest, nord], [ouest, sud]]
    return {"type": "Polygon", "coordinates": [anneau]}
