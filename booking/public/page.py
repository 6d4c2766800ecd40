"""What every page of the journey shares: the steps, the way back, who to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.langues import is_french
from booking.models import Lieu, Service
from booking.public.parcours import ETAPES, Choix

RETOURS = {
    "adresse": (_("Retour au choix du motif"), "motif"),
    "lieu": (_("Retour à l’adresse"), "adresse"),
    "creneau": (_("Retour au choix du lieu"), "lieu"),
    "coordonnees": (_("Retour au choix du créneau"), "creneau"),
    "verification": (_("Retour aux coordonnées"), "coordonnees"),
}


@dataclass(frozen=True, slots=True)
class Appel:
    """Who to call instead, and when."""

    numero: str
    horaires: str = ""
    qui: str = ""


def appel_for(
    request: HttpRequest, *, service: Service | None = None, lieu: Lieu | None = None
) -> Appel | None:
    """The nearest number: the site's, its organisation's, the service's, the portal's."""
    portail = request.portail
    organisation = lieu.organisation if lieu else None
    candidates = [
        Appel(lieu.telephone, organisation.horaires_telephone, lieu.nom) if lieu else None,
        Appel(organisation.telephone, organisation.horaires_telephone, organisation.nom)
        if organisation
        else None,
        Appel(service.telephone, service.horaires_telephone) if service else None,
        Appel(portail.telephone, portail.horaires_telephone),
    ]
    return next((appel for appel in candidates if appel and appel.numero), None)


def step_url(choix: Choix, etape: str) -> str:
    """Where "Modifier" and the steps already done lead: that step, with all other choices kept."""
    if etape == "motif":
        return choix.but(motif=None).url("motif")
    return choix.url(etape)


def render_step(
    request: HttpRequest,
    etape: str,
    choix: Choix,
    contexte: dict[str, Any] | None = None,
    *,
    template: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the journey; discreet services are never stored by the browser."""
    rang = ETAPES.index(etape) + 1
    texte, avant = RETOURS.get(etape, ("", ""))
    if etape == "creneau" and choix.a_distance:
        texte, avant = RETOURS["adresse" if choix.adresse_inutile else "lieu"]
    service = choix.service
    response = render(
        request,
        template or f"public/{etape}.html",
        {
            "choix": choix,
            "service": service,
            "motif": choix.motif,
            "rang": rang,
            "urls_etapes": [
                None if choix.adresse_inutile and nom == "adresse" else step_url(choix, nom)
                for nom in ETAPES[: rang - 1]
            ],
            "retour_texte": texte,
            "retour_url": step_url(choix, avant) if avant else "",
            "conservation": months_in_words(service.conservation_mois) if service else "",
            "appel": appel_for(request, service=service, lieu=choix.lieu),
            # A discreet service is named by no title: histories and tabs show them.
            "sujet": "" if service is None or service.discret else service.nom,
            **(contexte or {}),
        },
        status=status,
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = (
        "no-store, private" if service and service.discret else "private, no-cache"
    )
    return response


def months_in_words(months: int) -> str:
    """ "2 ans", "18 mois"."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return ngettext("%(n)d\u00a0mois", "%(n)d\u00a0mois", months) % {"n": months}
    return ngettext("%(n)d\u00a0an", "%(n)d\u00a0ans", years) % {"n": years}


def home_url() -> str:
    """Where leaving leads: pages are French, so another language begins at the journey."""
    return "/" if is_french() else reverse("public:motif")


def restart(choix: Choix, etape: str) -> HttpResponse:
    """Back to the first missing step, everything else kept."""
    return redirect(step_url(choix, etape))
