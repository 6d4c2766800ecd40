"""/etat-des-services/: everything announced, now and soon."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.services.etat import etats_between
from home.alertes import read_alerts
from home.cache import lecture
from home.fil import trail_to

A_VENIR = dt.timedelta(days=30)


@require_safe
@lecture
def etat_des_services(request: HttpRequest) -> HttpResponse:
    """Disturbances now and within thirty days, closures of sites included, and every alert."""
    now = timezone.now()
    etats = etats_between(territoire=request.territoire, debut=now, fin=now + A_VENIR)
    alertes = read_alerts(portail=request.portail, now=now)
    context = {
        "fil": trail_to(_("État des services")),
        "courants": [etat for etat in etats if etat.is_current(now)],
        "a_venir": [etat for etat in etats if not etat.is_current(now)],
        "toutes_alertes": [alerte for alerte in alertes if alerte.debut <= now],
        "releve": now,
    }
    return render(request, "home/etat_des_services.html", context)
