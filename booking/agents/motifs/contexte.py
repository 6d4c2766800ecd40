"""What every page of a motif shows around its content."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking import perms
from booking.agents.contexte import agent_of
from booking.models import Lieu, Motif, Organisation, Service
from booking.services.etapes import Cible

# View names of one subject begin alike: the tabs mark the subject one is in.
ONGLETS = (
    (_("Le motif"), "motif", ("motif",)),
    (_("Étapes par lieu"), "etapes", ("etape",)),
    (_("Réglages locaux"), "reglages", ("reglage",)),
)
_GENRES = {"organisation": Organisation, "lieu": Lieu}


def motif_of(request: HttpRequest, slug: str) -> Motif:
    """The motif named in the address; 404 for one this agent may not write."""
    return get_object_or_404(perms.kept_motifs(agent_of(request)), slug=slug)


def service_of(request: HttpRequest, slug: str) -> Service:
    """The same for a service."""
    services = perms.kept_services(agent_of(request)).select_related("couche", "territoire")
    return get_object_or_404(services, slug=slug)


def cible_of(request: HttpRequest, genre: str, uid: uuid.UUID) -> Cible:
    """The organisation or site named in the address; 404 for any other."""
    if genre not in _GENRES:
        raise Http404
    rows: Any = _GENRES[genre].objects.of(request.territoire)
    return get_object_or_404(rows, uid=uid)


def genre_of(cible: Cible) -> str:
    """How addresses say which of the two it is."""
    return "organisation" if isinstance(cible, Organisation) else "lieu"


def page_of(request: HttpRequest, motif: Motif, **contexte: Any) -> dict[str, Any]:
    """The context of a page of a motif: `agents/motifs/base.html` reads it."""
    ici = request.resolver_match.url_name if request.resolver_match else ""
    onglets = [
        (titre, reverse(f"agents:motifs:{vue}", args=[motif.slug]), ici.startswith(debuts))
        for titre, vue, debuts in ONGLETS
    ]
    return {"motif": motif, "onglets": onglets, **contexte}
