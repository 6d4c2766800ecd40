"""What maps show of a territoire and of a couche: GeoJSON features, in WGS84.

A feature of a secteur carries `secteur` (uid), `numero`, `teinte` (1 to 6), `code`, `nom`, `regle`
(uid of its polygon rule, or ""), and once a secteur `reperes`, where its number is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sectorisation.exports import compiled_shapes
from sectorisation.index import Index
from sectorisation.models import Commune, Couche, Regle, Secteur, Territoire
from sectorisation.numerotation import Numero, number_secteurs, numbers_of
from sectorisation.traces import polygons_only, read_shape, to_geojson

# Beyond this many vertices a browser slows down: outlines are then simplified, and not to be copied.
MAX_SOMMETS = 60_000
# A background is drawn to about this share of the width of the territoire.
_FINESSE = 1 / 800
# Numbers stand on the parts of a secteur that are not dust beside its widest.
_PART_NUMEROTEE, _MAX_REPERES = 0.01, 12


@dataclass(frozen=True, slots=True)
class Trace:
    """One surface to draw: whose it is, its shape, the rule it comes from ("" for communes)."""

    secteur: str
    code: str
    nom: str
    numero: Numero
    forme: Any
    regle: str = ""


def communes_features(territoire: Territoire) -> dict[str, Any]:
    """Outlines of the communes, simplified together so that neighbours still touch."""
    communes = list(Commune.objects.of(territoire).order_by("insee"))
    formes = _simplified([read_shape(c.contour) for c in communes])
    return _collection(
        {
            "type": "Feature",
            "properties": {"insee": commune.insee, "nom": commune.nom},
            "geometry": to_geojson(forme),
        }
        for commune, forme in zip(communes, formes, strict=True)
        if not forme.is_empty
    )


def draft_features(couche: Couche) -> dict[str, Any]:
    """The draft as it is written: communes and polygons. Streets have no surface of their own."""
    numeros = numbers_of(couche)
    regles = (
        Regle.objects.of_couche(couche)
        .filter(genre__in=[Regle.Genre.COMMUNE, Regle.Genre.POLYGONE])
        .select_related("secteur")
        .order_by("secteur_id", "id")
    )
    contours = dict(Commune.objects.of(couche.territoire).values_list("insee", "contour"))
    communes: dict[int, set[str]] = {}
    traces = []
    secteurs = {}
    for regle in regles:
        secteurs[regle.secteur_id] = regle.secteur
        if regle.genre == Regle.Genre.COMMUNE:
            communes.setdefault(regle.secteur_id, set()).update(set(regle.communes) & set(contours))
        else:
            forme = read_shape(regle.geometrie)
            traces.append(_trace(regle.secteur, numeros, forme, str(regle.uid)))
    for pk, codes in communes.items():
        formes = [read_shape(contours[code]) for code in sorted(codes)]
        traces.append(_trace(secteurs[pk], numeros, polygons_only(shapely.union_all(formes))))
    return _draw(traces)


def published_features(index: Index) -> dict[str, Any]:
    """The ground of each secteur of a version, as it answers for a bare point."""
    formes = compiled_shapes(index)
    numeros = number_secteurs({pk: s.code for pk, s in index.secteurs.items()})
    return _draw(
        [
            Trace(s.uid, s.code, s.nom, numeros[pk], formes[pk])
            for pk, s in index.secteurs.items()
            if pk in formes
        ]
    )


def _trace(secteur: Secteur, numeros: dict[int, Numero], forme: Any, regle: str = "") -> Trace:
    return Trace(str(secteur.uid), secteur.code, secteur.nom, numeros[secteur.pk], forme, regle)


def _draw(traces: Sequence[Trace]) -> dict[str, Any]:
    """The widest first, so that what stands inside another is drawn over it."""
    traces = sorted(traces, key=lambda t: (bool(t.regle), -t.forme.area, t.code))
    formes = [t.forme for t in traces]
    exact = int(shapely.get_num_coordinates(formes).sum()) <= MAX_SOMMETS
    reperes = _landmarks(traces)
    collection = _collection(
        _feature(trace, forme, reperes.pop(trace.secteur, None))
        for trace, forme in zip(traces, formes if exact else _simplified(formes), strict=True)
        if not forme.is_empty
    )
    return collection | {"exact": exact}


def _landmarks(traces: Iterable[Trace]) -> dict[str, list[list[float]]]:
    """Where to write the number of each secteur: inside each of its wide parts, the widest first."""
    parties: dict[str, list[Any]] = {}
    for trace in traces:
        parties.setdefault(trace.secteur, []).extend(shapely.get_parts(trace.forme))
    reperes = {}
    for uid, siennes in parties.items():
        siennes.sort(key=lambda p: -p.area)
        larges = [p for p in siennes if p.area > _PART_NUMEROTEE * siennes[0].area]
        reperes[uid] = [_inside(partie) for partie in larges[:_MAX_REPERES]]
    return reperes


def _inside(partie: Any) -> list[float]:
    """The point of a polygon farthest from its border; the middle of one that crosses itself."""
    point = (
        shapely.maximum_inscribed_circle(partie) if partie.is_valid else partie.envelope.centroid
    )
    x, y = shapely.get_coordinates(point)[0].tolist()
    return [round(x, 6), round(y, 6)]


def _feature(trace: Trace, forme: Any, reperes: list[list[float]] | None) -> dict[str, Any]:
    proprietes: dict[str, Any] = {
        "secteur": trace.secteur,
        "numero": trace.numero.texte,
        "teinte": trace.numero.teinte,
        "code": trace.code,
        "nom": trace.nom,
        "regle": trace.regle,
    }
    if reperes:
        proprietes["reperes"] = reperes
    return {"type": "Feature", "properties": proprietes, "geometry": to_geojson(forme)}


def _simplified(formes: list[Any]) -> list[Any]:
    """Lighter outlines whose shared borders stay shared; an invalid one is left as it is."""
    tableau = np.array(formes, dtype=object)
    if not len(tableau):
        return []
    ouest, _, est, _ = shapely.total_bounds(tableau)
    valides = shapely.is_valid(tableau)
    tableau[valides] = shapely.coverage_simplify(tableau[valides], (est - ouest) * _FINESSE)
    return [polygons_only(shapely.transform(f, lambda xy: xy.round(5))) for f in tableau]


def _collection(entites: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(entites)}
