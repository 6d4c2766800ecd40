"""A whole couche: its secteurs, what changes, some addresses, what was found."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely

from sectorisation.controles import Constat
from sectorisation.esquisse.cadre import (
    Cadre,
    borders,
    legible,
    write_lines,
    write_places,
    write_rings,
)
from sectorisation.esquisse.modele import (
    LARGEUR,
    Aplat,
    Esquisse,
    Etiquette,
    Genre,
    Repere,
)
from sectorisation.exports import compiled_shapes
from sectorisation.index import Index
from sectorisation.numerotation import Numero, number_secteurs
from sectorisation.traces import polygons_only, to_shape

# On the grid: below, a number would hide its secteur; markers closer than this are one.
_RAYON_NUMERO, _ECART_REPERES = 30, 44
_MAX_NUMEROTES = 40
_MAX_REPERES, _MAX_COMMUNES = 12, 700
_PARTIE_MIN = 40.0
_REPERES: dict[str, Genre] = {
    "INVALIDE": "alerte",
    "RECOUVREMENT": "alerte",
    "ECHARDE": "alerte",
    "DEHORS": "alerte",
    "ADRESSE_DOUBLE": "alerte",
    "LACUNE": "trou",
    "ADRESSE_ORPHELINE": "trou",
}


def sketch(
    index: Index,
    *,
    avant: Index | None = None,
    constats: Sequence[Constat] = (),
    lons: Any = (),
    lats: Any = (),
    changent: int = 0,
    partagees: Collection[str] = (),
    manques: Collection[str] = (),
    orphelines: tuple[Any, Any] = ((), ()),
) -> Esquisse | None:
    """The whole couche: its secteurs, what changes since `avant`, some addresses, findings.

    Or its coverage: communes (INSEE codes) `partagees` between secteurs, `manques` without any,
    longitudes and latitudes of the addresses in none. None when there is no ground to draw.
    """
    formes = compiled_shapes(index)
    contours = index.contours.formes
    tout = np.array([*contours, *formes.values()], object)
    if not len(tout):
        return None
    cadre = Cadre(tuple(shapely.total_bounds(tout).tolist()))
    aplats, limites = _grounds(cadre, index, formes)
    simples = shapely.coverage_simplify(cadre.to_grid(contours), 3.0)
    communes = write_lines(borders(simples)) if len(simples) <= _MAX_COMMUNES else ""
    zones = _changed(cadre, formes, compiled_shapes(avant)) if avant is not None else None
    return Esquisse(
        LARGEUR,
        cadre.hauteur,
        fond=write_rings(legible(shapely.union_all(simples), _PARTIE_MIN)),
        aplats=aplats,
        communes=communes,
        limites=limites,
        changements=_outlines(cadre, index, partagees) if zones is None else write_rings(zones),
        adresses=write_places(cadre, lons, lats),
        reperes=_markers(cadre, constats),
        etiquette=_label(cadre, zones, changent) if zones is not None else None,
        faute=_outlines(cadre, index, manques),
        places=write_places(cadre, *orphelines),
    )


def _outlines(cadre: Cadre, index: Index, communes: Collection[str]) -> str:
    """Some communes, each within its own border."""
    contours = [index.contours.formes[index.codes.index(c)] for c in communes if c in index.codes]
    if not contours:
        return ""
    simples = shapely.simplify(cadre.to_grid(np.array(contours, object)), 2.5)
    return "".join(write_rings(legible(forme, _PARTIE_MIN)) for forme in simples)


def _grounds(cadre: Cadre, index: Index, formes: dict[int, Any]) -> tuple[tuple[Aplat, ...], str]:
    if not formes:
        return (), ""
    numeros = number_secteurs({pk: s.code for pk, s in index.secteurs.items()})
    simples = shapely.coverage_simplify(cadre.to_grid(np.array([*formes.values()], object)), 2.5)
    simples = [legible(forme, _PARTIE_MIN) for forme in simples]
    aplats = [
        draw_ground(secteur, numeros[secteur], forme, toujours=len(simples) <= _MAX_NUMEROTES)
        for secteur, forme in zip(formes, simples, strict=True)
    ]
    return tuple(aplats), write_lines(borders(simples))


def draw_ground(secteur: int, numero: Numero, forme: Any, *, toujours: bool = True) -> Aplat:
    """One secteur. `toujours`: its largest part is numbered even where the number is large."""
    # The middle of the largest circle inside: where a number is least likely to cross a border.
    cercles = shapely.maximum_inscribed_circle(shapely.get_parts(forme), tolerance=4)
    rayons = shapely.length(cercles)
    gardes = rayons >= _RAYON_NUMERO
    if toujours and len(rayons):
        gardes[rayons.argmax()] = True
    centres = shapely.get_coordinates(shapely.get_point(cercles[gardes], 0)).round().astype(int)
    places = tuple((int(x), int(y)) for x, y in centres)
    return Aplat(secteur, numero.texte, numero.teinte, write_rings(forme), places)


def _changed(cadre: Cadre, apres: dict[int, Any], avant: dict[int, Any]) -> Any:
    """The ground that goes from one secteur to another, in pieces the eye can see."""
    vide = polygons_only(shapely.Polygon())
    ecarts = [
        forme.difference(avant.get(secteur, vide))
        for secteur, forme in apres.items()
        if not forme.equals(avant.get(secteur, vide))
    ]
    perdus = [forme for secteur, forme in avant.items() if secteur not in apres]
    if perdus:
        gardes = shapely.union_all([*apres.values()])
        ecarts += [forme.difference(gardes) for forme in perdus]
    return legible(cadre.to_grid(polygons_only(shapely.union_all(ecarts))), 30.0)


def _markers(cadre: Cadre, constats: Sequence[Constat]) -> tuple[Repere, ...]:
    reperes: list[Repere] = []
    for constat in constats:
        genre = _REPERES.get(constat.code)
        if genre is None or not constat.geometrie or len(reperes) == _MAX_REPERES:
            continue
        if constat.code == "ECHARDE" and not constat.adresses:
            continue
        forme = cadre.to_grid(to_shape(constat.geometrie))
        x, y = shapely.get_coordinates(shapely.point_on_surface(forme))[0].round().tolist()
        if all(max(abs(r.x - x), abs(r.y - y)) > _ECART_REPERES for r in reperes):
            reperes.append(Repere(genre, int(x), int(y)))
    return tuple(reperes)


def _label(cadre: Cadre, zones: Any, changent: int) -> Etiquette | None:
    if not changent or zones.is_empty:
        return None
    grande = max(shapely.get_parts(zones), key=shapely.area)
    vers_x, vers_y = shapely.get_coordinates(shapely.point_on_surface(grande))[0].round().tolist()
    x = min(max(vers_x - 80, 120), LARGEUR - 120)
    y = vers_y - 100 if vers_y > 140 else vers_y + 100
    return Etiquette(changent, int(x), int(y), int(vers_x), int(vers_y))
