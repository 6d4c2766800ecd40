"""Which sites to propose for a motif, in which order, and why (design, decisions 9 and 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from booking import moteur
from booking.models import Etape, Lieu, Motif, Rattachement
from booking.services.disponibilites import next_open
from booking.services.raisons import explain_choice
from booking.services.rattachement import (
    AdresseResolue,
    agents_for_address,
    binds,
    follows_secteur,
    is_served,
    lieux_of,
)
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
    """The answer shown. `impose`: only the competent sites are proposed. `raison` says why these.

    `joindre`: sites that receive for this motif but are reached by telephone. `orphelin`: no site
    answers for this address; `personne`: nobody was even put in charge of its secteur.
    """

    proposes: list[LieuPropose] = field(default_factory=list)
    impose: bool = False
    raison: str = ""
    orphelin: bool = False
    personne: bool = False
    joindre: list[Lieu] = field(default_factory=list)


def lieux_for(
    *,
    motif: Motif,
    now: dt.datetime,
    adresse: AdresseResolue | None = None,
    face: Face = Face.USAGER,
) -> ChoixLieux:
    """Sites for a motif: the competent ones alone, first, or like any other.

    `rattachement` says which, and `niveau` who is competent. `adresse` None is someone without a
    fixed address: every open site is proposed.
    """
    lieux = list(Lieu.objects.offering(motif, local_day(now, motif)).select_related("organisation"))
    steps = steps_at([motif], lieux, now=now) if lieux else {}
    looked = follows_secteur(motif) and adresse is not None
    secteur = adresse.secteur_id if looked and adresse else None
    competent = _competent(motif, secteur, lieux) if secteur else set()
    impose = binds(motif=motif, adresse=adresse)
    kept = [lieu for lieu in lieux if lieu.pk in competent or not impose]
    here = [lieu for lieu in kept if steps[motif.pk, lieu.pk] >= face.etape]
    phone = [lieu for lieu in kept if steps[motif.pk, lieu.pk] < face.etape]
    agents = agents_for_address(motif=motif, adresse=adresse)
    starts = next_open(motif=motif, lieux=here, now=now, face=face, agents=agents)
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
    orphelin = looked and not competent
    personne = bool(orphelin and secteur and not is_served(motif=motif, secteur_id=secteur))
    return ChoixLieux(
        proposes=proposes,
        impose=impose,
        raison=explain_choice(motif=motif, adresse=adresse, orphelin=orphelin, personne=personne),
        orphelin=orphelin,
        personne=personne,
        joindre=phone,
    )


def _competent(motif: Motif, secteur_id: int, lieux: Sequence[Lieu]) -> set[int]:
    """Of these sites, those that answer for this secteur."""
    served = {lieu.pk for lieu in lieux_of(secteur_id=secteur_id, motif=motif)}
    return served & {lieu.pk for lieu in lieux}


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
