"""Step 1: the service, then what one comes for."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.langues import as_data
from booking.models import Etape, Mode, Motif, Service
from booking.public.page import render_step
from booking.public.parcours import A_DISTANCE, Choix, read_choix
from booking.services.disponibilites import next_par_service
from booking.services.offre import Offre, read_offre


@require_safe
def choose_motif(request: HttpRequest) -> HttpResponse:
    """A motif in the address goes straight on; a service with one motif needs no choice."""
    now = timezone.now()
    choix = read_choix(request)
    if choix.motif:
        return redirect(_after(choix))
    if choix.service:
        return _motifs_of(request, choix, now)
    services = list(Service.objects.of(request.territoire).open())
    if len(services) == 1:
        return _motifs_of(request, choix.but(service=services[0]), now)
    return _all_services(request, choix, services, now)


def _all_services(
    request: HttpRequest, choix: Choix, services: list[Service], now: dt.datetime
) -> HttpResponse:
    prochains = next_par_service(services=services, now=now)
    tiles = [
        {
            "titre": as_data(service.nom),
            "url": choix.but(service=service).url("motif"),
            "icone": service.icone,
            "texte": as_data(service.resume),
            "prochain": prochain.debut if (prochain := prochains.get(service.pk)) else None,
            "lieu": as_data(prochain.lieu.nom) if prochain and prochain.lieu else "",
            "absence": "" if prochain else _("Voyez comment faire."),
        }
        for service in services
    ]
    return render_step(request, "motif", choix, {"services": tiles}, template="public/service.html")


def _motifs_of(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    offre = read_offre(service=choix.service, now=now)
    online = [o for o in offre.motifs if o.en_ligne or _held_by_no_site(o.motif, offre)]
    # Never another motif than the one chosen, without a word.
    if len(offre.motifs) == 1 and online and not choix.motif_ferme:
        return redirect(_after(choix.but(motif=online[0].motif)))
    cards = [
        {
            "nom": as_data(o.motif.nom),
            "texte": format_html_join(
                " ", "{}", ((t,) for t in (_how(o.motif), as_data(o.motif.aide)) if t)
            ),
            "duree": o.duree,
            "url": _after(choix.but(motif=o.motif, motif_ferme=False)),
        }
        for o in online
    ]
    known = {o.motif.pk for o in online}
    contexte = {
        "prestations": cards,
        "autres": [o.motif for o in offre.motifs if o.motif.pk not in known],
    }
    return render_step(request, "motif", choix, contexte)


def _after(choix: Choix) -> str:
    """The address, unless a page has already asked for it."""
    return choix.url("lieu" if choix.adresse else "adresse")


def _held_by_no_site(motif: Motif, offre: Offre) -> bool:
    """By phone, by video or in another agenda, openings may belong to no site: the motif's own
    step then decides."""
    anywhere = motif.mode in A_DISTANCE or (motif.ailleurs and not offre.lieux)
    return anywhere and motif.etape >= Etape.EN_LIGNE


def _how(motif: Motif) -> str:
    """The mode, when it is not the ordinary one."""
    return "" if motif.mode == Mode.SUR_PLACE else f"{motif.get_mode_display()}."
