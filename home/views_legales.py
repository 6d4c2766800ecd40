"""Pages the law asks for, from the settings and the portail: nobody copies a figure by hand."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.models import Service
from home.cache import lecture
from home.fil import trail_to
from home.presentation import declaration_of

# RFC 9116 asks for an end date under a year; `verifier_installation` watches it.
VALIDITE_SECURITE = dt.timedelta(days=180)


@require_safe
@lecture
def accessibilite(request: HttpRequest) -> HttpResponse:
    """The declaration an editor wrote; otherwise no audit was made, and the default says so."""
    declaration = declaration_of(request.portail)
    if declaration:
        return declaration.serve(request)
    context = {"fil": trail_to(_("Accessibilité"))}
    return render(request, "home/legal/accessibilite.html", context)


@require_safe
@lecture
def mentions_legales(request: HttpRequest) -> HttpResponse:
    context = {
        "fil": trail_to(_("Mentions légales")),
        "directeur": request.portail.directeur_publication,
        "hebergeur": settings.PARVIS_HEBERGEUR,
        "signalement": _security_contact(request),
    }
    return render(request, "home/legal/mentions_legales.html", context)


@require_safe
@lecture
def donnees_personnelles(request: HttpRequest) -> HttpResponse:
    """Retention is read where the purge reads it: each service, and the setting by default."""
    context = {
        "fil": trail_to(_("Données personnelles")),
        "services": list(Service.objects.of(request.territoire).open()),
        "conservation_mois": settings.PARVIS_CONSERVATION_MOIS,
        "tenue_minutes": settings.PARVIS_TENUE_MINUTES,
        "session_heures": settings.SESSION_COOKIE_AGE // 3600,
        "email_donnees": request.portail.email_donnees or request.portail.email,
        "geocodeur_embarque": settings.PARVIS_GEOCODEUR == "embarque",
    }
    return render(request, "home/legal/donnees_personnelles.html", context)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116)."""
    contact = _security_contact(request)
    if not contact:
        return HttpResponse("", status=404, content_type="text/plain; charset=utf-8")
    expires = f"{security_expiry(timezone.now()).isoformat()}T00:00:00Z"
    canonical = request.build_absolute_uri("/.well-known/security.txt")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: fr, en",
        f"Canonical: {canonical}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_expiry(now: dt.datetime) -> dt.date:
    """Until when security.txt says its contact holds."""
    if settings.PARVIS_SECURITE_EXPIRE:
        return dt.date.fromisoformat(settings.PARVIS_SECURITE_EXPIRE)
    return (now + VALIDITE_SECURITE).date()


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Pages are for everyone; the journey and personal addresses are for nobody's index."""
    closed = ("/agents/", "/cms/", "/api/", "/rendez-vous/", "/rdv/", "/calendrier/", "/recherche/")
    # The same journey in another language.
    closed += tuple(f"/{code}/" for code, _nom in settings.LANGUAGES if code != "fr")
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _security_contact(request: HttpRequest) -> str:
    """The address of the installation, else the portail's; empty when there is neither."""
    email = request.portail.email
    return settings.PARVIS_SECURITE_CONTACT or (f"mailto:{email}" if email else "")
