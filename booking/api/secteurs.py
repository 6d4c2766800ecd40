"""Secteur of an address."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from booking.api.acces import limited_addresses, motif_of, service_of
from booking.api.catalogue import present_lieu
from booking.api.erreurs import ErreurApi, Introuvable
from booking.api.schemas import AdresseIn, CandidatOut, SecteurOut
from booking.services.rattachement import lieux_of
from sectorisation.adresses.interface import geocodeur_for
from sectorisation.routage import decide

router = Router(tags=["Secteurs"])


class SansSecteurs(ErreurApi):
    code = "sans_secteurs"
    message = "Ce service n’est pas sectorisé : tous ses lieux conviennent."


@router.post("/secteurs/recherche", response=SecteurOut, summary="Secteur et lieux d’une adresse")
def recherche(request: HttpRequest, corps: AdresseIn):
    """Nothing is kept of the address. Weak or tied matches are returned to choose from."""
    limited_addresses(request)
    service = service_of(request, corps.service)
    if service.couche is None:
        raise SansSecteurs
    motif = motif_of(request, corps.motif) if corps.motif else None
    if motif and motif.service_id != service.pk:
        raise Introuvable
    geocodeur = geocodeur_for(request.territoire)
    decision = decide(
        geocodeur.search(corps.adresse),
        couche=service.couche,
        geocodeur=geocodeur,
        texte=corps.adresse,
    )
    found = decision.rattachement
    sure = decision.action == "router" and found.secteur_id is not None
    return SecteurOut(
        action=decision.action,
        statut=found.statut,
        secteur=found.secteur_code if sure else None,
        regle=found.regle if sure else None,
        version=found.version if sure else None,
        candidats=[CandidatOut.from_orm(c) for c in decision.candidats],
        lieux=[present_lieu(x) for x in lieux_of(secteur_id=found.secteur_id, motif=motif)]
        if sure
        else [],
    )
