"""Which sites to propose for a motif, in which order, and why (design, decisions 9 and 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from booking import moteur
from booking.models import Etape, Lieu, Motif, Rattachement
from booking.services.disponibilites import next_open
from booking.services.rattachement import AdresseResolue, lieux_of
from booking.services.recherche import Face, local_day, steps_at

RAYON_TERRE_KM = 6371.0


@dataclass(frozen=True, slots=True)
class LieuPropose:
    """A site where this person may book. `prochain` None: nothing free before the longest delay."""

    lieu: Lieu
    prochain: moteur.Creneau | None
    competent: bool
    distance_km: float | None
    etape: Etape


@dataclass(frozen=True, slots=True)
class ChoixLieux:
    """The answer shown. `impose`: only the competent site is proposed, `raison` says why.

    `joindre`: sites that receive for this motif but are reached by telephone.
    """

    proposes: list[LieuPropose] = field(default_factory=list)
    impose: bool = False
    raison: str = ""
    joindre: list[Lieu] = field(default_factory=list)


def lieux_for(
    *,
    motif: Motif,
    now: dt.datetime,
    adresse: AdresseResolue | None = None,
    face: Face = Face.USAGER,
) -> ChoixLieux:
    """Sites for a motif: the competent one alone, first, or like any other, as `rattachement` says.

    `adresse` None is someone without a fixed address: every open site is proposed.
    """
    lieux = list(Lieu.objects.offering(motif, local_day(now, motif)).select_related("organisation"))
    steps = steps_at([motif], lieux, now=now) if lieux else {}
    competent = _competent(motif, adresse)
    impose, raison, kept = _scope(motif, adresse, lieux, competent)
    here = [lieu for lieu in kept if steps[motif.pk, lieu.pk] >= face.etape]
    phone = [lieu for lieu in kept if steps[motif.pk, lieu.pk] < face.etape]
    starts = next_open(motif=motif, lieux=here, now=now, face=face)
    proposes = [
        LieuPropose(
            lieu=lieu,
            prochain=starts.get(lieu.pk),
            competent=lieu.pk in competent,
            distance_km=_distance(lieu, adresse),
            etape=Etape(steps[motif.pk, lieu.pk]),
        )
        for lieu in here
    ]
    first = motif.rattachement != Rattachement.LIBRE
    proposes.sort(key=lambda p: _order(p, competent_first=first))
    phone.sort(key=lambda lieu: (_distance(lieu, adresse) or 0.0, lieu.nom))
    return ChoixLieux(proposes=proposes, impose=impose, raison=raison, joindre=phone)


def _competent(motif: Motif, adresse: AdresseResolue | None) -> set[int]:
    if motif.rattachement == Rattachement.LIBRE or adresse is None or adresse.secteur_id is None:
        return set()
    return {lieu.pk for lieu in lieux_of(secteur_id=adresse.secteur_id, motif=motif)}


def _scope(
    motif: Motif, adresse: AdresseResolue | None, lieux: Sequence[Lieu], competent: set[int]
) -> tuple[bool, str, Sequence[Lieu]]:
    """Whether the choice is imposed, the sentence that explains it, and the sites it leaves."""
    imposes = motif.rattachement == Rattachement.IMPOSE and motif.service.couche_id is not None
    if adresse is None:
        return False, "", lieux
    if imposes and adresse.secteur_id is None:
        return (
            True,
            "Votre adresse n’est dans aucun de nos secteurs. Appelez-nous : nous verrons ensemble "
            "où vous recevoir.",
            [],
        )
    if imposes:
        kept = [lieu for lieu in lieux if lieu.pk in competent]
        return (
            True,
            f"Pour ce rendez-vous, le lieu dépend de votre adresse (secteur {adresse.secteur_nom}).",
            kept,
        )
    if competent:
        return False, f"Votre adresse est dans le secteur {adresse.secteur_nom}.", lieux
    return False, "", lieux


def _order(propose: LieuPropose, *, competent_first: bool) -> tuple[bool, float, float, str]:
    """Competent, then nearest, then soonest, then by name."""
    soonest = propose.prochain.debut.timestamp() if propose.prochain else float("inf")
    distance = propose.distance_km if propose.distance_km is not None else float("inf")
    return (competent_first and not propose.competent, distance, soonest, propose.lieu.nom)


def _distance(lieu: Lieu, adresse: AdresseResolue | None) -> float | None:
    """Kilometres as the crow flies, on a sphere: enough to sort and to show one decimal."""
    if adresse is None or None in (adresse.lon, adresse.lat, lieu.lon, lieu.lat):
        return None
    lon1, lat1, lon2, lat2 = (
        radians(value or 0.0) for value in (adresse.lon, adresse.lat, lieu.lon, lieu.lat)
    )
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * RAYON_TERRE_KM * asin(sqrt(chord)), 1)
