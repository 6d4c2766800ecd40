"""From an address to the sites that serve it: the secteur is sectorisation's, the sites are ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from booking.models import Attribution, Lieu, Motif, Niveau, Rattachement, Rdv
from sectorisation.adresses.interface import Candidat
from sectorisation.rattachement import Rattachement as Resultat


@dataclass(frozen=True, slots=True)
class AdresseResolue:
    """What is kept of an address once its secteur is known: never its text. WGS84 degrees.

    `secteur_id` None: outside every secteur. `regle` says what kind of rule decided, `regle_id`
    which one, when it was one alone.
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
    regle_id: int | None = None
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
        rdv.secteur_regle_id = self.regle_id


def without_secteur(candidat: Candidat) -> AdresseResolue:
    """For a service that follows no couche: the point alone, to sort sites by distance."""
    return AdresseResolue(
        candidat.lon,
        candidat.lat,
        type=candidat.type,
        score=candidat.score,
        adresse_id=candidat.id,
        citycode=candidat.citycode,
    )


def from_rattachement(resultat: Resultat, *, citycode: str = "") -> AdresseResolue:
    """What sectorisation answered, as an Rdv keeps it."""
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
        regle_id=resultat.regle_id,
        citycode=citycode or resultat.commune,
    )


def lieux_of(*, secteur_id: int, motif: Motif | None = None) -> list[Lieu]:
    """Sites that serve a secteur, by name: its own, its organisations', those where its agents receive.

    `motif` keeps the attributions that its niveau follows and, for the agents, the sites where
    they receive for it.
    """
    niveau = motif.niveau if motif else Niveau.LIEU
    lines = Attribution.objects.of_secteur(secteur_id).counted_at(niveau)
    plages = Q(plages__agent__in=lines.filter(agent__isnull=False).values("agent"))
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


def is_served(*, motif: Motif, secteur_id: int) -> bool:
    """Has anybody been put in charge of this secteur, at the level of this motif?"""
    return Attribution.objects.of_secteur(secteur_id).counted_at(motif.niveau).exists()


def follows_secteur(motif: Motif) -> bool:
    """Does the secteur of an address change what is proposed for this motif?"""
    return motif.sectorise and (motif.par_agent or motif.rattachement != Rattachement.LIBRE)


def binds(*, motif: Motif, adresse: AdresseResolue | None) -> bool:
    """Does this address leave no choice of who receives?

    Only where its secteur is known: without a fixed address, or in no secteur, one chooses freely.
    """
    if adresse is None or adresse.secteur_id is None:
        return False
    imposes = motif.rattachement == Rattachement.IMPOSE and motif.sectorise
    return imposes or motif.par_agent


def lieux_for_address(*, motif: Motif, adresse: AdresseResolue | None) -> list[Lieu] | None:
    """The sites this address is bound to; None when it may go anywhere."""
    if adresse is None or adresse.secteur_id is None or not binds(motif=motif, adresse=adresse):
        return None
    return lieux_of(secteur_id=adresse.secteur_id, motif=motif)


def agents_for_address(*, motif: Motif, adresse: AdresseResolue | None) -> frozenset[int] | None:
    """The agents this address is bound to, by id; None when any of them may receive."""
    if adresse is None or adresse.secteur_id is None or not motif.par_agent:
        return None
    lines = Attribution.objects.of_secteur(adresse.secteur_id).counted_at(Niveau.AGENT)
    return frozenset(lines.values_list("agent", flat=True))


def is_allowed_at(*, motif: Motif, lieu: Lieu | None, adresse: AdresseResolue | None) -> bool:
    """Whether an usager with this address may book this motif at this site."""
    if lieu is None:
        return True
    bound = lieux_for_address(motif=motif, adresse=adresse)
    return bound is None or lieu.pk in {site.pk for site in bound}
