"""Addresses of the journey, with the public choices already known in their query string."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Page

from booking.models import Lieu, Motif, Service
from home.arbre import path_under
from home.models.portail import Portail


def page_url(page: Page | None, *, portail: Portail) -> str:
    """ "/sante/pmi/": a published page of this portail, on its own host. Empty for any other.

    Wagtail's `page.url` names the host as soon as an installation serves two.
    """
    accueil = portail.site.root_page
    if page is None or not page.live or not page.url_path.startswith(accueil.url_path):
        return ""
    return path_under(accueil, page.url_path)


def journey_url(
    *, service: Service | None = None, motif: Motif | None = None, lieu: Lieu | None = None
) -> str:
    """Where to book. A motif says its service."""
    choices = {
        "service": service or (motif.service if motif else None),
        "motif": motif,
        "lieu": lieu,
    }
    query = urlencode({name: row.slug for name, row in choices.items() if row})
    path = reverse("public:motif")
    return f"{path}?{query}" if query else path
