"""From a point to its secteur, with the rule that decided."""

from dataclasses import dataclass, replace
from typing import Literal

from sectorisation.adresses.interface import Candidat
from sectorisation.index import Index, index_for
from sectorisation.models import Couche

Statut = Literal["trouve", "ambigu", "hors_territoire", "introuvable", "indetermine"]


@dataclass(frozen=True, slots=True)
class Rattachement:
    """What is known of an address on a couche, to be kept with the Rdv it leads to.

    statut: `trouve` names a secteur; `indetermine` is inside the territoire, in no secteur;
    `ambigu` and `introuvable` come from the geocoder (see `routage`). `regle` is polygone,
    commune or proche; `departage` what chose between overlapping polygons.
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
) -> Rattachement:
    """The secteur of a point on the published version of `couche`, named by its row.

    Order: polygon, commune, nearest polygon within 50 m in the same commune, none. Degrees in
    WGS84. `candidat` brings its commune, type, score and identifier to the answer.
    """
    index = published_index(couche)
    code = citycode or (candidat.citycode if candidat else "")
    base = Rattachement(
        "indetermine",
        version=couche.version_publiee.numero if couche.version_publiee else None,
        type=candidat.type if candidat else None,
        score=candidat.score if candidat else None,
        adresse_id=candidat.id if candidat else "",
        lon=lon,
        lat=lat,
    )
    if index is None:
        return base
    ici = index.locate(lon, lat, code)
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


def published_index(couche: Couche) -> Index | None:
    """The index that answers for a couche; None before its first publication."""
    return index_for(couche.version_publiee) if couche.version_publiee else None
