"""Findings of the drawing: overlaps, slivers, gaps, what leaves the territoire."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from sectorisation.compilation import Compilation
from sectorisation.controles.constat import Constat, Correction
from sectorisation.controles.dessin import Dessin, width
from sectorisation.controles.francais import adresses, surface
from sectorisation.regles import Secteur
from sectorisation.traces import polygons_only, to_geojson

_SURFACE_MIN = 1.0
# Narrower than this on average is a slip of the hand or of rounding, not an intention.
_LARGEUR_MIN = 5.0


def find_invalid(compilation: Compilation) -> Iterator[Constat]:
    for invalide in compilation.invalides:
        reparee = polygons_only(shapely.make_valid(invalide.forme, method="structure"))
        correction = None
        if not reparee.is_empty:
            correction = Correction(
                "Redresser le contour : vérifiez qu'il est bien celui que vous vouliez.",
                to_geojson(reparee),
                regle=invalide.regle,
                secteur=invalide.secteur,
            )
        yield Constat(
            "INVALIDE",
            "bloquant",
            f"Le polygone « {invalide.nom} » est invalide : {invalide.raison}",
            geometrie=to_geojson(invalide.forme) if not invalide.forme.is_empty else None,
            regles=(invalide.regle,),
            secteurs=(invalide.secteur,),
            correction=correction,
        )


def find_overlaps(dessin: Dessin) -> Iterator[Constat]:
    """Ground that two secteurs claim as strongly. A priority is a decision, hence no finding."""
    communs = list(_common_ground(dessin))
    tenues = dessin.held([forme for _, _, forme in communs])
    for (a, b, forme), places in zip(communs, tenues, strict=True):
        echarde = width(forme) < _LARGEUR_MIN
        cedante, gardee = _loser(dessin, a, b)
        reste = polygons_only(shapely.difference(dessin.formes[cedante], dessin.formes[gardee]))
        regles = [dessin.index.polygones[r] for r in (a, b)]
        yield Constat(
            "ECHARDE" if echarde else "RECOUVREMENT",
            "bloquant" if len(places) and not echarde else "avertissement",
            f"Les secteurs « {regles[0].secteur.nom} » et « {regles[1].secteur.nom} » se recouvrent"
            f" sur {surface(forme.area)} : {adresses(len(places))}.",
            geometrie=dessin.write(forme),
            surface=float(forme.area),
            adresses=len(places),
            exemples=dessin.examples(places),
            empreintes=dessin.lot.empreintes[places],
            regles=tuple(r.id for r in regles),
            secteurs=tuple(r.secteur.id for r in regles),
            correction=None
            if reste.is_empty
            else Correction(
                f"Retirer cette partie au secteur "
                f"« {dessin.index.polygones[cedante].secteur.nom} ».",
                dessin.write(reste),
                regle=dessin.index.polygones[cedante].id,
            ),
        )


def _common_ground(dessin: Dessin) -> Iterator[tuple[int, int, Any]]:
    formes, rangs = dessin.formes, dessin.fautives
    # Almost always clean, and then known at once; else only the polygons at fault are compared.
    if not len(rangs):
        return
    arbre = shapely.STRtree(formes)
    paires = {
        (min(int(rangs[a]), int(b)), max(int(rangs[a]), int(b)))
        for a, b in zip(*arbre.query(formes[rangs], predicate="intersects"), strict=True)
    }
    regles = dessin.index.polygones
    for a, b in sorted(paires):
        if a == b or regles[a].secteur.id == regles[b].secteur.id:
            continue
        if regles[a].tier[:2] != regles[b].tier[:2]:
            continue
        commun = polygons_only(shapely.intersection(formes[a], formes[b]))
        if commun.area > _SURFACE_MIN:
            yield a, b, commun


def _loser(dessin: Dessin, a: int, b: int) -> tuple[int, int]:
    """(the one that yields, the one that keeps): as the index settles, the smaller keeps."""
    surfaces, regles = dessin.index.zones.surfaces, dessin.index.polygones
    gardee = min(a, b, key=lambda r: (surfaces[r], regles[r].secteur.id, regles[r].id))
    return (b, a) if gardee == a else (a, b)


def find_gaps(dessin: Dessin) -> Iterator[Constat]:
    """Parts of communes that nothing covers. Where streets decide, orphan addresses tell."""
    index = dessin.index
    arbre = shapely.STRtree(dessin.formes)
    lacunes: list[tuple[str, Any]] = []
    echardes: list[Any] = []
    for code, contour in zip(index.codes, dessin.contours, strict=True):
        if index.rule_of_commune(code) or code in index.detaillees:
            continue
        voisins = arbre.query(contour, predicate="intersects")
        reste = contour.difference(dessin.ground(voisins, _around(contour)))
        larges: list[Any] = []
        for partie in shapely.get_parts(polygons_only(reste)):
            if partie.area <= _SURFACE_MIN:
                continue
            (larges if width(partie) >= _LARGEUR_MIN else echardes).append(partie)
        if larges:
            lacunes.append((code, shapely.union_all(larges)))
    tenues = dessin.held([*(forme for _, forme in lacunes), *echardes])
    for (code, forme), places in zip(lacunes, tenues[: len(lacunes)], strict=True):
        yield _gap(dessin, code, forme, places)
    if echardes:
        places = np.concatenate(tenues[len(lacunes) :])
        aire = sum(float(e.area) for e in echardes)
        yield Constat(
            "ECHARDE",
            "avertissement",
            f"{len(echardes)} interstice{'s' if len(echardes) > 1 else ''} de moins de "
            f"{_LARGEUR_MIN:.0f} m de large entre secteurs, "
            f"{surface(aire)} en tout : {adresses(len(places))}.",
            geometrie=dessin.write(shapely.union_all(echardes)),
            surface=aire,
            adresses=len(places),
            exemples=dessin.examples(places),
            empreintes=dessin.lot.empreintes[places],
        )


def _gap(dessin: Dessin, code: str, forme: Any, places: Any) -> Constat:
    nom = dessin.noms.get(code, code)
    entiere = forme.area > 0.999 * dessin.contours[dessin.index.codes.index(code)].area
    sujet = (
        f"La commune {nom} n'est dans aucun secteur"
        if entiere
        else f"Une partie de la commune {nom} ({surface(forme.area)}) n'est dans aucun secteur"
    )
    voisin = None if entiere else _longest_border(dessin, forme)
    return Constat(
        "LACUNE",
        "avertissement",
        f"{sujet} : {adresses(len(places))}.",
        geometrie=dessin.write(forme),
        surface=float(forme.area),
        adresses=len(places),
        exemples=dessin.examples(places),
        empreintes=dessin.lot.empreintes[places],
        correction=None
        if voisin is None
        else Correction(
            f"Donner cette partie au secteur « {voisin.nom} », le plus limitrophe.",
            dessin.write(forme),
            secteur=voisin.id,
        ),
    )


def _longest_border(dessin: Dessin, forme: Any) -> Secteur | None:
    """The secteur whose polygons share the most metres of border with a gap."""
    bord = forme.boundary.buffer(0.5)
    longueurs: Counter[Secteur] = Counter()
    for rang in shapely.STRtree(dessin.formes).query(bord, predicate="intersects"):
        commun = shapely.intersection(shapely.boundary(dessin.formes[rang]), bord)
        longueurs[dessin.index.polygones[rang].secteur] += round(float(commun.length))
    return min(longueurs, key=lambda s: (-longueurs[s], s.id), default=None)


def find_outside(dessin: Dessin) -> Iterator[Constat]:
    """Parts of polygons beyond every commune."""
    if not dessin.index.codes:
        return
    shapely.prepare(dessin.domaine)
    for rang in np.flatnonzero(~shapely.contains(dessin.domaine, dessin.formes)).tolist():
        forme = dessin.formes[rang]
        # The whole outline is long: only its part around the polygon matters.
        alentour = shapely.clip_by_rect(dessin.domaine, *_around(forme))
        dehors = polygons_only(shapely.difference(forme, alentour))
        if dehors.area <= _SURFACE_MIN or width(dehors) < _LARGEUR_MIN:
            continue
        regle = dessin.index.polygones[rang]
        reste = polygons_only(shapely.intersection(forme, alentour))
        tout = reste.area <= _SURFACE_MIN
        yield Constat(
            "DEHORS",
            "avertissement",
            f"Un polygone du secteur « {regle.secteur.nom} » est entièrement hors du territoire."
            if tout
            else f"Un polygone du secteur « {regle.secteur.nom} » sort du territoire sur "
            f"{surface(dehors.area)}.",
            geometrie=dessin.write(dehors),
            surface=float(dehors.area),
            regles=(regle.id,),
            secteurs=(regle.secteur.id,),
            correction=None
            if tout
            else Correction("Couper au bord du territoire.", dessin.write(reste), regle=regle.id),
        )


def _around(forme: Any) -> tuple[float, float, float, float]:
    """The box of a shape, a metre wider."""
    ouest, sud, est, nord = forme.bounds
    return ouest - 1, sud - 1, est + 1, nord + 1
