"""Services, motifs and sites."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from booking.api.acces import TAILLE_MAXIMUM, lieu_of, paginate, service_of
from booking.api.schemas import LieuOut, MotifOut, Page, ServiceOut
from booking.models import Lieu, Motif, Service

router = Router(tags=["Catalogue"])

Numero = Annotated[int, Query(ge=1, le=10_000)]
Taille = Annotated[int, Query(ge=1, le=TAILLE_MAXIMUM)]


def present_service(service: Service) -> ServiceOut:
    return ServiceOut.from_orm(service)


def present_motif(motif: Motif, request: HttpRequest) -> MotifOut:
    parcours = request.build_absolute_uri(reverse("public:motif"))
    return MotifOut(
        uid=motif.uid,
        service=motif.service.uid,
        nom=motif.nom,
        aide=motif.aide,
        duree=motif.duree,
        mode=motif.mode,
        rattachement=motif.rattachement,
        niveau=motif.niveau,
        delai_min=motif.delai_min,
        delai_max=motif.delai_max,
        pieces=motif.toutes_pieces,
        reserver=f"{parcours}?motif={motif.uid}",
        ailleurs=motif.ailleurs_nom or None,
    )


def present_lieu(lieu: Lieu) -> LieuOut:
    return LieuOut(
        uid=lieu.uid,
        nom=lieu.nom,
        adresse=lieu.adresse_complete,
        lon=lieu.lon,
        lat=lieu.lat,
        telephone=lieu.telephone,
        fauteuil=lieu.fauteuil,
        acces=lieu.acces,
        horaires=lieu.horaires,
    )


@router.get("/services", response=Page[ServiceOut], summary="Services ouverts au public")
def services(request: HttpRequest, page: Numero = 1, taille: Taille = 50):
    rows = Service.objects.of(request.territoire).open()
    return paginate(rows, page, taille, present_service)


@router.get("/services/{uid}", response=ServiceOut, summary="Un service")
def service(request: HttpRequest, uid: uuid.UUID):
    return present_service(service_of(request, uid))


@router.get("/motifs", response=Page[MotifOut], summary="Motifs, d’un service ou de tous")
def motifs(
    request: HttpRequest, service: uuid.UUID | None = None, page: Numero = 1, taille: Taille = 50
):
    rows = Motif.objects.of(request.territoire).active().select_related("service")
    if service:
        rows = rows.filter(service=service_of(request, service))
    rows = rows.order_by("service__ordre", "ordre", "nom", "pk")
    return paginate(rows, page, taille, lambda motif: present_motif(motif, request))


@router.get("/lieux", response=Page[LieuOut], summary="Lieux qui reçoivent")
def lieux(request: HttpRequest, page: Numero = 1, taille: Taille = 50):
    rows = Lieu.objects.of(request.territoire).receiving().order_by("nom", "pk")
    return paginate(rows, page, taille, present_lieu)


@router.get("/lieux/{uid}", response=LieuOut, summary="Un lieu")
def lieu(request: HttpRequest, uid: uuid.UUID):
    return present_lieu(lieu_of(request, uid))
