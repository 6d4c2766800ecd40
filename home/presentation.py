"""What templates show of a portail: one plain object, read as `portail` everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from home.models import Portail


@dataclass(slots=True)
class PortailPresente:
    """See docs/composants.md; every face of the site reads this and nothing of home."""

    nom: str
    sur_nom: str
    theme_url: str
    logo_url: str = ""
    telephone: str = ""
    horaires_telephone: str = ""
    email: str = ""
    adresse: str = ""
    langue: str = "fr"
    menu: list[tuple[str, str, bool]] = field(default_factory=list)
    pied: list[dict[str, object]] = field(default_factory=list)
    legal: list[tuple[str, str]] = field(default_factory=list)
    accessibilite: str = "non conforme"
    credits: list[str] = field(default_factory=list)


def present_portail(portail: Portail, request: HttpRequest) -> PortailPresente:
    """Build it once a request."""
    territoire = portail.territoire
    return PortailPresente(
        nom=territoire.nom,
        sur_nom=territoire.sur_nom,
        theme_url=reverse("theme", args=["defaut"]),
        telephone=portail.telephone,
        horaires_telephone=portail.horaires_telephone,
        email=portail.email,
        adresse=portail.adresse,
        credits=territoire.credits,
    )
