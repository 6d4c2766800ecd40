"""What leaves: the rules as they are written, and the polygons that a version came to."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from sectorisation.adresses.lot import Lot
from sectorisation.comparaison import secteurs_of
from sectorisation.errors import ImportRefuse
from sectorisation.imports.sig import processus
from sectorisation.index import Index
from sectorisation.lots import locate_many
from sectorisation.models import Commune, Couche, Regle
from sectorisation.tableau import cell
from sectorisation.traces import pack, polygons_only, round_shape, to_geojson

ENTETE_REGLES = (
    "couche", "code_secteur", "secteur", "code_insee", "commune", "id_voie", "voie", "du", "au",
    "parite", "suffixes", "id_adresse", "adresse", "priorite", "valide_du", "valide_au",
)  # fmt: skip
ENTETE_RDVSP = (
    "sector_name", "sector_id", "city_code", "city_name", "street_name", "street_code",
)  # fmt: skip


def rules_rows(couche: Couche) -> Iterator[list[str]]:
    """Communes, streets and addresses as `importer_secteurs` reads them back; header first."""
    noms = _names(couche)
    yield list(ENTETE_REGLES)
    for regle in _written(couche):
        for insee in regle.communes or [regle.insee]:
            textes = [
                couche.slug, regle.secteur.code, regle.secteur.nom, insee, noms.get(insee, ""),
                " ".join(regle.voies) if regle.genre == Regle.Genre.VOIE else "",
                regle.voie_nom, _number(regle.numero_du), _number(regle.numero_au),
                regle.parite if regle.parite != Regle.Parite.TOUS else "",
                ",".join(s or "sans" for s in regle.suffixes), regle.adresse_id, regle.libelle,
            ]  # fmt: skip
            yield [
                *map(cell, textes),
                str(regle.priorite) if regle.priorite else "",
                regle.valide_du.isoformat() if regle.valide_du else "",
                regle.valide_au.isoformat() if regle.valide_au else "",
            ]


def zones_rows(couche: Couche) -> Iterator[list[str]]:
    """The same in RDV-Solidarités' columns, which know neither numbers nor polygons."""
    noms = _names(couche)
    yield list(ENTETE_RDVSP)
    for regle in _written(couche):
        if regle.genre == Regle.Genre.ADRESSE:
            continue
        for insee in regle.communes or [regle.insee]:
            for voie in regle.voies or [""]:
                yield [
                    cell(texte)
                    for texte in (
                        regle.secteur.nom, regle.secteur.code, insee, noms.get(insee, ""),
                        regle.voie_nom, voie,
                    )
                ]  # fmt: skip


def drawn_polygons(couche: Couche) -> dict[str, Any]:
    """The polygons as they were drawn, one feature a rule."""
    regles = Regle.objects.of_couche(couche).of_kind(Regle.Genre.POLYGONE)
    return _collection(
        _drawn(couche, regle)
        for regle in regles.select_related("secteur").order_by("secteur_id", "id")
    )


def _drawn(couche: Couche, regle: Regle) -> dict[str, Any]:
    entite = _feature(couche, regle.secteur.code, regle.secteur.nom, regle.geometrie or {})
    reglages = {
        "priorite": regle.secteur.priorite or None,
        "priorite_regle": regle.priorite or None,
        "valide_du": regle.valide_du and regle.valide_du.isoformat(),
        "valide_au": regle.valide_au and regle.valide_au.isoformat(),
        "zone": regle.libelle or None,
    }
    entite["properties"] |= {nom: valeur for nom, valeur in reglages.items() if valeur is not None}
    return entite | {"id": str(regle.uid)}


def compiled_polygons(couche: Couche, index: Index, lot: Lot) -> dict[str, Any]:
    """The ground of each secteur of a version, and the addresses that no ground can tell apart.

    Imported elsewhere, it gives every address of `lot` its own secteur: those that share a point
    with another secteur's, or stand beyond their commune's outline, are Points of their own.
    """
    formes = compiled_shapes(index)
    entites = [
        _feature(couche, secteur.code, secteur.nom, to_geojson(formes[secteur.id]))
        for secteur in index.secteurs.values()
        if secteur.id in formes
    ]
    for i, secteur_id in _exceptions(index, formes, lot):
        secteur = index.secteurs[secteur_id]
        point = {"type": "Point", "coordinates": [float(lot.lons[i]), float(lot.lats[i])]}
        entite = _feature(couche, secteur.code, secteur.nom, point)
        entite["properties"] |= {"id_adresse": lot.identifier(i), "adresse": lot.label(i)}
        entites.append(entite)
    return _collection(entites)


def geopackage(collection: dict[str, Any]) -> bytes:
    """The same areas and points as a GeoPackage, two layers. Raises ImportRefuse without the
    « sig » extra."""
    if not processus.available():
        raise ImportRefuse(processus.ABSENT)
    with TemporaryDirectory(prefix="parvis-sig-") as dossier:
        source, sortie = Path(dossier) / "zones.geojson", Path(dossier) / "zones.gpkg"
        source.write_text(json.dumps(collection), encoding="utf-8")
        processus.run("ecriture", str(source), str(sortie))
        return sortie.read_bytes()


def compiled_shapes(index: Index) -> dict[int, Any]:
    """Surfaces by secteur, sharing the territoire out as the index would answer for bare points."""
    parts: dict[int, list[Any]] = {}
    for maille, secteur in zip(index.mailles.formes, index.secteurs_mailles, strict=True):
        parts.setdefault(secteur.id, []).append(maille)
    contours = dict(zip(index.codes, index.contours.formes, strict=True))
    detaillees = shapely.union_all([contours[c] for c in sorted(index.detaillees)])
    ordre = {rang: place for place, rang in enumerate(_by_precedence(index))}
    for rang, place in ordre.items():
        forme = index.zones.formes[rang]
        voisins = index.zones.meeting(forme)
        plus_fortes = [index.zones.formes[r] for r in voisins if ordre[r] < place]
        libre = forme.difference(shapely.union_all([detaillees, *plus_fortes]))
        parts.setdefault(index.polygones[rang].secteur.id, []).append(libre)
    for code, contour in contours.items():
        regle = index.rule_of_commune(code)
        if regle is None or code in index.detaillees:
            continue
        dessins = shapely.union_all(index.zones.formes[index.zones.meeting(contour)])
        parts.setdefault(regle[0].secteur.id, []).append(contour.difference(dessins))
    formes = {
        secteur: polygons_only(round_shape(polygons_only(shapely.union_all(morceaux))))
        for secteur, morceaux in sorted(parts.items())
    }
    return {secteur: forme for secteur, forme in formes.items() if not forme.is_empty}


def _by_precedence(index: Index) -> list[int]:
    """Polygons, the one that wins everywhere first, as overlaps are settled."""

    def ordre(rang: int) -> tuple[float, ...]:
        p = index.polygones[rang]
        return (-p.priorite, -p.secteur.priorite, index.zones.surfaces[rang], p.secteur.id, p.id)

    return sorted(range(len(index.polygones)), key=ordre)


def _exceptions(index: Index, formes: dict[int, Any], lot: Lot) -> Iterator[tuple[int, int]]:
    """(place, secteur) of the addresses that these surfaces alone would give to another."""
    voulus = secteurs_of(index, lot)
    regles = [
        {"id": 0, "genre": "polygone", "secteur": s, "geometrie": pack(partie)}
        for s, forme in sorted(formes.items())
        for partie in shapely.get_parts(forme)
    ]
    contenu = {
        "format": 2,
        "secteurs": [
            {"id": s.id, "uid": s.uid, "code": s.code, "nom": s.nom, "priorite": 0}
            for s in index.secteurs.values()
        ],
        "regles": [{**regle, "id": rang} for rang, regle in enumerate(regles, 1)],
        "contours": dict(zip(index.codes, map(pack, index.contours.formes), strict=True)),
        "anciennes": {},
    }
    obtenus = locate_many(
        Index(contenu), lot.lons, lot.lats, lot.communes, street_known=True
    ).secteurs
    for i in np.flatnonzero((obtenus != voulus) & (voulus > 0)):
        yield int(i), int(voulus[i])


def _written(couche: Couche) -> Iterator[Regle]:
    regles = Regle.objects.of_couche(couche).exclude(genre=Regle.Genre.POLYGONE)
    return (
        regles.without_geometry().select_related("secteur").order_by("secteur_id", "id").iterator()
    )


def _names(couche: Couche) -> dict[str, str]:
    communes = Commune.objects.filter(territoire_id=couche.territoire_id)
    return dict(communes.values_list("insee", "nom"))


def _number(numero: int | None) -> str:
    return "" if numero is None else str(numero)


def _feature(couche: Couche, code: str, nom: str, geometrie: dict[str, Any]) -> dict[str, Any]:
    proprietes = {"couche": couche.slug, "code": code, "nom": nom}
    return {"type": "Feature", "properties": proprietes, "geometry": geometrie}


def _collection(entites: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(entites)}
