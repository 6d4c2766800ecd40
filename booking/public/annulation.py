"""Giving an appointment up, or saying that it is not one's own. A page asks; only POST acts."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from booking.errors import BookingError, DejaAnnule
from booking.models import Auteur, Rdv
from booking.public.mon_rdv import first_participation, render_rdv, with_rdv
from booking.public.page import appel_for
from booking.services.annulation import cancel_rdv
from booking.services.signalement import report_not_me


@require_http_methods(["GET", "HEAD", "POST"])
@with_rdv
def cancel(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    """Open until the start: a late word beats an empty chair."""
    if rdv.annule:
        return redirect("public:rdv", jeton=jeton)
    if request.method != "POST":
        return render_rdv(request, jeton, rdv, now, "public/annuler.html")
    try:
        cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=now)
    except DejaAnnule:
        pass
    except BookingError as refusal:
        contexte = {"erreurs": [(refusal.phrase, "")]}
        return render_rdv(request, jeton, rdv, now, "public/annuler.html", contexte, status=422)
    return redirect("public:rdv", jeton=jeton)


@require_http_methods(["GET", "HEAD", "POST"])
@with_rdv
def not_me(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    """A wrong number or address: stop writing to it. The appointment itself stands."""
    participation = first_participation(rdv)
    if request.method != "POST" or participation is None:
        return render_rdv(request, jeton, rdv, now, "public/pas_moi.html")
    report_not_me(rdv=rdv, usager=participation.usager, now=now)
    return render(request, "public/pas_moi_fait.html", {"appel": appel_for(request)})
