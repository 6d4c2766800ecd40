"""What every page of a couche shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking import perms
from booking.agents.contexte import agent_of
from sectorisation.models import Couche

# View names of one subject begin alike: the tabs mark the subject one is in.
ONGLETS = (
    (_("Vue d’ensemble"), "couche", ("couche",)),
    (_("Secteurs et règles"), "secteurs", ("secteur", "regle", "commune")),
    (_("Carte"), "carte", ("carte",)),
    (_("Importer et exporter"), "echanges", ("echange",)),
    (_("Tester une adresse"), "essai", ("essai",)),
    (_("Couverture"), "couverture", ("couverture",)),
    (_("Contrôles"), "controles", ("controles",)),
    (_("Publier"), "publication", ("publication", "a_blanc")),
    (_("Historique"), "historique", ("historique",)),
)


def couche_of(request: HttpRequest, slug: str) -> Couche:
    """The couche named in the address; 404 for one this agent may not keep."""
    couches = perms.kept_couches(agent_of(request)).select_related("territoire", "version_publiee")
    return get_object_or_404(
        couches.defer("version_publiee__contenu", "version_publiee__table"), slug=slug
    )


def page_of(request: HttpRequest, couche: Couche, **contexte: Any) -> dict[str, Any]:
    """The context of a page of a couche: `agents/secteurs/base.html` reads it."""
    ici = request.resolver_match.url_name if request.resolver_match else ""
    onglets = [
        (titre, reverse(f"agents:secteurs:{vue}", args=[couche.slug]), ici.startswith(debuts))
        for titre, vue, debuts in ONGLETS
    ]
    return {"couche": couche, "onglets": onglets, **contexte}
