"""The ground around one finding."""

from collections.abc import Iterable
from typing import Any

import shapely

from sectorisation.controles import Constat
from sectorisation.esquisse.cadre import (
    Cadre,
    borders,
    legible,
    write_dots,
    write_lines,
    write_rings,
)
from sectorisation.esquisse.couche import draw_ground
from sectorisation.esquisse.modele import LARGEUR, Aplat, Esquisse
from sectorisation.formes import Zones
from sectorisation.index import Index
from sectorisation.numerotation import number_secteurs
from sectorisation.traces import polygons_only, to_shape


def sketch_constat(index: Index, constat: Constat) -> Esquisse | None:
    """The ground around one finding, as the rules draw it, overlaps included."""
    if not constat.geometrie:
        return None
    forme = to_shape(constat.geometrie)
    ouest, sud, est, nord = forme.bounds
    cadre = Cadre((ouest, sud, est, nord), minimum=400.0)
    largeur = cadre.fenetre[2] - cadre.fenetre[0]
    cadre = Cadre((ouest, sud, est, nord), marge=largeur * 0.35, minimum=400.0)
    fenetre = shapely.bounds(cadre.plan.to_degrees(shapely.box(*cadre.fenetre))).tolist()
    surface = shapely.area(forme) > 0
    communes = cadre.to_grid(_within(index.contours, fenetre))
    return Esquisse(
        LARGEUR,
        cadre.hauteur,
        fond=write_rings(legible(shapely.union_all(communes), 2.0)),
        aplats=tuple(_clipped(cadre, index, fenetre)),
        communes=write_lines(borders(communes)),
        faute=write_rings(legible(cadre.to_grid(forme), 0.0)) if surface else "",
        places="" if surface else write_dots(cadre.to_grid(forme)),
    )


def _clipped(cadre: Cadre, index: Index, fenetre: list[float]) -> Iterable[Aplat]:
    """Communes, then cells around addresses, then polygons: what wins is drawn last."""
    numeros = number_secteurs({pk: s.code for pk, s in index.secteurs.items()})
    morceaux: list[tuple[int, Any]] = []
    boite = shapely.box(*fenetre)
    for rang in index.contours.meeting(boite):
        regle = index.rule_of_commune(index.codes[rang])
        if regle is not None and index.codes[rang] not in index.detaillees:
            morceaux.append((regle[0].secteur.id, index.contours.formes[rang]))
    morceaux += [
        (index.secteurs_mailles[rang].id, index.mailles.formes[rang])
        for rang in index.mailles.meeting(boite)
    ]
    morceaux += [
        (index.polygones[rang].secteur.id, index.zones.formes[rang])
        for rang in index.zones.meeting(boite)
    ]
    for secteur, forme in morceaux:
        ici = polygons_only(shapely.clip_by_rect(forme, *fenetre))
        if not ici.is_empty:
            yield draw_ground(
                secteur, numeros[secteur], legible(cadre.to_grid(ici), 2.0), toujours=False
            )


def _within(zones: Zones, fenetre: list[float]) -> Any:
    rangs = zones.meeting(shapely.box(*fenetre))
    return shapely.clip_by_rect(zones.formes[rangs], *fenetre)
