"""From an address to the sites that serve it: the secteur is sectorisation's, the sites are ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from booking.models import Attribution, Lieu, Motif, Rattachement, Rdv, Service
from sectorisation.adresses.interface import Candidat
from sectorisation.models import Territoire
from sectorisation.rattachement import Rattachement as Resultat
from sectorisation.rattachement import rattacher


@dataclass(frozen=True, slots=True)
class AdresseResolue:
    """What is kept of an address once its secteur is known: never its text. WGS84 degrees.

    `secteur_id` None: outside every secteur. `regle` says which rule decided.
    """

    lon: float | None
    lat: float | None
    type: str = ""
    score: float | None = None
    adresse_id: str = ""
    secteur_id: int | None = None
    secteur_nom: str = ""
    version: int | None = None
    regle: str = ""
    citycode: str = ""

    def copy_to(self, rdv: Rdv) -> None:
        """Leave on an Rdv the trace of how its secteur was decided."""
        rdv.lon, rdv.lat = self.lon, self.lat
        rdv.adresse_type = self.type[:14]
        rdv.adresse_score = self.score
        rdv.adresse_id = self.adresse_id[:40]
        rdv.secteur_id = self.secteur_id
        rdv.secteur_version = self.version
        rdv.secteur_regle = self.regle[:80]


def resolve(
    *,
    territoire: Territoire,
    service: Service,
    candidat: Candidat | None = None,
    point: tuple[float, float] | None = None,
) -> AdresseResolue:
    """The secteur of a candidate of the geocoder, or of a bare (lon, lat), for this service.

    A service without a couche has no secteurs: the point alone is kept, to sort sites by distance.
    """
    if service.territoire_id != territoire.pk:
        raise ValueError("a service of another territoire")
    if candidat is not None:
        point = (candidat.lon, candidat.lat)
    if point is None:
        raise ValueError("a candidate or a point is needed")
    lon, lat = point
    citycode = candidat.citycode if candidat else ""
    if service.couche is None:
        return AdresseResolue(
            lon,
            lat,
            type=candidat.type if candidat else "",
            score=candidat.score if candidat else None,
            adresse_id=candidat.id if candidat else "",
            citycode=citycode,
        )
    resultat = rattacher(
        couche=service.couche, lon=lon, lat=lat, citycode=citycode or None, candidat=candidat
    )
    return from_rattachement(resultat, citycode=citycode)


def from_rattachement(resultat: Resultat, *, citycode: str = "") -> AdresseResolue:
    """The same from an answer of sectorisation the caller already has."""
    return AdresseResolue(
        lon=resultat.lon,
        lat=resultat.lat,
        type=resultat.type or "",
        score=resultat.score,
        adresse_id=resultat.adresse_id,
        secteur_id=resultat.secteur_id,
        secteur_nom=resultat.secteur_nom or "",
        version=resultat.version,
        regle=resultat.regle or "",
        citycode=citycode or resultat.commune,
    )


def lieux_of(*, secteur_id: int, motif: Motif | None = None) -> list[Lieu]:
    """Sites that serve a secteur, by name: its own, its organisations', those where its agents receive.

    `motif` keeps, for the agents, the sites where they receive for it.
    """
    lines = Attribution.objects.filter(secteur=secteur_id)
    agents = lines.filter(agent__isnull=False).values("agent")
    plages = Q(plages__agent__in=agents)
    if motif is not None:
        plages &= Q(plages__motifs=motif)
    return list(
        Lieu.objects.filter(
            Q(pk__in=lines.filter(lieu__isnull=False).values("lieu"))
            | Q(organisation__in=lines.filter(organisation__isnull=False).values("organisation"))
            | plages
        )
        .distinct()
        .order_by("nom", "pk")
    )


def is_allowed_at(*, motif: Motif, lieu: Lieu | None, adresse: AdresseResolue | None) -> bool:
    """Whether an usager with this address may book this motif at this site.

    Only an imposed rattachement refuses, and only an address it knows: someone without a fixed
    address chooses freely.
    """
    if motif.rattachement != Rattachement.IMPOSE or motif.service.couche_id is None:
        return True
    if adresse is None or lieu is None:
        return True
    if adresse.secteur_id is None:
        return False
    return lieu.pk in {site.pk for site in lieux_of(secteur_id=adresse.secteur_id, motif=motif)}
