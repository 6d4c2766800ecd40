"""Ceilings and rows: what a caller may ask, and of which territoire."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from booking.api.erreurs import Introuvable, TropDeDemandes
from booking.freins import Frein, frein_adresses
from booking.models import Lieu, Motif, Service
from booking.services.rattachement import AdresseResolue
from sectorisation.rattachement import published_index

TAILLE_MAXIMUM = 100


def limited(request: HttpRequest) -> None:
    """Anonymous requests, per minute and network address. Raises TropDeDemandes."""
    ceiling = settings.PARVIS_API_PAR_MINUTE
    _brake(Frein("api", par_visiteur=ceiling, par_ip=ceiling), request)


def limited_addresses(request: HttpRequest) -> None:
    """Address searches: a visitor of the API is its network address."""
    limite = frein_adresses().par_visiteur
    _brake(Frein("api-adresses", par_visiteur=limite, par_ip=limite), request)


def _brake(frein: Frein, request: HttpRequest) -> None:
    if seconds := frein.seconds_to_wait(request, now=timezone.now()):
        raise TropDeDemandes(seconds)


def service_of(request: HttpRequest, uid: uuid.UUID) -> Service:
    """An open service of this territoire, or Introuvable."""
    return _one(Service.objects.of(request.territoire).open().select_related("couche"), uid)


def motif_of(request: HttpRequest, uid: uuid.UUID) -> Motif:
    motifs = Motif.objects.of(request.territoire).active().with_reglages()
    return _one(motifs.select_related("service__couche", "territoire"), uid)


def address_in(motif: Motif, code: str) -> AdresseResolue | None:
    """An address of which only the secteur is known, in the published version this motif follows."""
    if not code:
        return None
    couche = motif.service.couche
    index = published_index(couche) if couche else None
    for secteur in index.secteurs.values() if index else ():
        if secteur.code == code:
            return AdresseResolue(None, None, secteur_id=secteur.id, secteur_nom=secteur.nom)
    raise Introuvable


def lieu_of(request: HttpRequest, uid: uuid.UUID) -> Lieu:
    return _one(Lieu.objects.of(request.territoire).receiving(), uid)


def _one(rows, uid: uuid.UUID):
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Introuvable
    return found


def paginate(rows, page: int, taille: int, present) -> dict[str, object]:
    """`present` turns a row into its shape. A page past the end is empty, not an error."""
    pages = Paginator(rows, taille)
    shown = pages.page(page).object_list if page <= pages.num_pages else []
    return {
        "items": [present(row) for row in shown],
        "page": page,
        "pages": pages.num_pages,
        "total": pages.count,
    }
