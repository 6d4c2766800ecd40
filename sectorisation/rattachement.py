"""From a point to its secteur, with the rule that decided."""

from dataclasses import dataclass, replace
from typing import Literal

from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.normalisation import street_name
from sectorisation.index import Index
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version
from sectorisation.regles import Porte

Statut = Literal["trouve", "ambigu", "hors_territoire", "introuvable", "indetermine"]


@dataclass(frozen=True, slots=True)
class Rattachement:
    """What is known of an address on a couche, to be kept with the Rdv it leads to.

    statut: `trouve` names a secteur; `indetermine` is inside the territoire, in no secteur;
    `ambigu` and `introuvable` come from the geocoder (see `routage`). `regle` is adresse, voie,
    polygone, commune, voisinage (the nearest known addresses) or proche (a polygon within 50 m);
    `departage` what chose between rules that disagreed.
    """

    statut: Statut
    secteur_id: int | None = None
    secteur_uid: str | None = None
    secteur_code: str | None = None
    secteur_nom: str | None = None
    regle: str | None = None
    regle_id: int | None = None
    departage: str = ""
    version: int | None = None
    commune: str = ""
    type: str | None = None
    score: float | None = None
    adresse_id: str = ""
    lon: float | None = None
    lat: float | None = None


def rattacher(
    *,
    couche: Couche,
    lon: float,
    lat: float,
    citycode: str | None = None,
    candidat: Candidat | None = None,
    version: Version | None = None,
) -> Rattachement:
    """The secteur of a point on the published version of `couche`, or on `version` of it.

    Order: address, street range, polygon, commune, nearest in the same commune, none. Degrees in
    WGS84. `candidat` brings its commune, type, score and identifier to the answer, and the
    street and number that exact rules need.
    """
    version = version or couche.version_publiee
    index = index_for(version) if version else None
    code = citycode or (candidat.citycode if candidat else "")
    base = Rattachement(
        "indetermine",
        version=version.numero if version else None,
        type=candidat.type if candidat else None,
        score=candidat.score if candidat else None,
        adresse_id=candidat.id if candidat else "",
        lon=lon,
        lat=lat,
    )
    if index is None:
        return base
    ici = index.locate(lon, lat, code, porte_of(candidat))
    if ici.secteur is None:
        return replace(
            base, statut="indetermine" if ici.commune else "hors_territoire", commune=ici.commune
        )
    return replace(
        base,
        statut="trouve",
        secteur_id=ici.secteur.id,
        secteur_uid=ici.secteur.uid,
        secteur_code=ici.secteur.code,
        secteur_nom=ici.secteur.nom,
        regle=ici.regle,
        regle_id=ici.regle_id,
        departage=ici.departage,
        commune=ici.commune,
    )


def porte_of(candidat: Candidat | None) -> Porte | None:
    """What names an address beside its point; None when all that is known is a commune."""
    if candidat is None or candidat.type == "municipality":
        return None
    nom = street_name(candidat.street)
    if candidat.type != "housenumber":
        return Porte(candidat.id, candidat.id, nom)
    chiffres, _, suffixe = candidat.housenumber.strip().partition(" ")
    numero = int(chiffres) if chiffres.isdecimal() else None
    return Porte(candidat.id, Porte.read(candidat.id).voie, nom, numero, suffixe)


def published_index(couche: Couche) -> Index | None:
    """The index that answers for a couche; None before its first publication."""
    return index_for(couche.version_publiee) if couche.version_publiee else None
