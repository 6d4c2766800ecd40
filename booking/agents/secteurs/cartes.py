"""Pages with a map: where it finds what it draws, and the one header it may need."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sectorisation.models import Couche


def sources_of(couche: Couche) -> dict[str, str]:
    """The addresses that the maps of a couche call, as `{% carte %}` names them."""
    return {
        nom: reverse(f"agents:secteurs:carte_{nom}", args=[couche.slug])
        for nom in ("communes", "secteurs", "mesurer")
    }


def render_with_map(
    request: HttpRequest, template: str, contexte: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page whose map may show tiles: their host, and it alone, is added to what images may be."""
    response = render(request, template, contexte, status=status)
    if settings.PARVIS_TUILES_URL:
        adresse = urlsplit(settings.PARVIS_TUILES_URL)
        response._csp_update = {"img-src": [f"{adresse.scheme}://{adresse.netloc}"]}
    return response
