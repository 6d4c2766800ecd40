"""Next availabilities and starts: what the pages show, by the same functions."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from booking.api.acces import address_in, lieu_of, motif_of
from booking.api.catalogue import present_lieu
from booking.api.schemas import CreneauxOut, JourOut, OffreOut
from booking.models import Etape, held_at
from booking.services.choix_lieux import lieux_for
from booking.services.disponibilites import week
from booking.services.rattachement import agents_for_address

router = Router(tags=["Disponibilités"])

ETAPES = {
    Etape.RAPPELS: "rappels",
    Etape.SECRETARIAT: "secretariat",
    Etape.PRESCRIPTEURS: "prescripteurs",
    Etape.EN_LIGNE: "en_ligne",
}


@router.get(
    "/motifs/{uid}/prochains",
    response=list[OffreOut],
    summary="Prochaine disponibilité d’un motif dans chaque lieu",
)
def prochains(request: HttpRequest, uid: uuid.UUID, secteur: str = ""):
    """Sites open online with their next start, then those reached by telephone.

    `secteur`, the code found by `/secteurs/recherche`, answers as for someone who lives there.
    """
    motif = motif_of(request, uid)
    choix = lieux_for(motif=motif, now=timezone.now(), adresse=address_in(motif, secteur))
    zone = request.territoire.zone
    offres = [
        OffreOut(
            lieu=present_lieu(p.lieu),
            ouverture=ETAPES[p.etape],
            prochain=p.prochain.debut.astimezone(zone) if p.prochain else None,
            duree=held_at(motif, p.lieu).duree,
            competent=p.competent,
        )
        for p in choix.proposes
    ]
    return offres + [
        OffreOut(
            lieu=present_lieu(lieu),
            ouverture="secretariat",
            prochain=None,
            duree=held_at(motif, lieu).duree,
        )
        for lieu in choix.joindre
    ]


@router.get(
    "/motifs/{uid}/creneaux",
    response=CreneauxOut,
    summary="Débuts libres d’une semaine dans un lieu",
)
def creneaux(
    request: HttpRequest,
    uid: uuid.UUID,
    lieu: uuid.UUID,
    semaine: dt.date | None = None,
    secteur: str = "",
):
    """`semaine` is any day of the week wanted; by default the first one that can be booked.

    `secteur` keeps the starts of the agents of a secteur, for a motif of that level.
    """
    now, zone = timezone.now(), request.territoire.zone
    motif = motif_of(request, uid)
    adresse = address_in(motif, secteur)
    site = lieu_of(request, lieu)
    shown = week(
        motif=motif,
        lieu=site,
        lundi=semaine or now.astimezone(zone).date(),
        now=now,
        agents=agents_for_address(motif=motif, adresse=adresse),
    )
    return CreneauxOut(
        lundi=shown.lundi,
        duree=held_at(motif, site).duree,
        total=shown.total,
        prochain=shown.prochain.astimezone(zone) if shown.prochain else None,
        jours=[
            JourOut(
                date=jour.date,
                debuts=[c.debut.astimezone(zone) for c in jour.creneaux],
                vide=jour.vide,
            )
            for jour in shown.jours
        ],
    )
