"""The API of Parvis, version 1: read only, open, the same answers as the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from booking.api import catalogue, disponibilites, secteurs
from booking.api.acces import limited
from booking.api.erreurs import Introuvable, register_errors


def anonymous(request: HttpRequest) -> bool:
    """Everyone may read, within the ceiling."""
    limited(request)
    return True


api = NinjaAPI(
    title="API de Parvis",
    version="1",
    description="Services, motifs, lieux, secteurs et disponibilités d’un territoire. Lecture seule.",
    urls_namespace="api-v1",
    docs_url=None,
    auth=anonymous,
)
register_errors(api)
for router in (catalogue.router, disponibilites.router, secteurs.router):
    api.add_router("", router)


def unknown_route(request: HttpRequest, reste: str) -> HttpResponse:
    """No such address in the API: the same shape as any other refusal."""
    return api.on_exception(request, Introuvable())
