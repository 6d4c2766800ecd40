"""Moving one's appointment: another start of the same motif, at the same site."""

from __future__ import annotations

import datetime as dt
import functools
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from booking.errors import BookingError, CreneauImpossible, CreneauPris
from booking.models import Auteur, Rdv
from booking.public.creneau import asked_week, moment_of, week_context
from booking.public.mon_rdv import render_rdv, with_rdv
from booking.services.depart import Depart, read_depart
from booking.services.deplacement import agents_for_move, check_may_move, move_rdv
from booking.services.lecture import Sauf


@require_http_methods(["GET", "HEAD", "POST"])
@with_rdv
def choose(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    """The same week as for booking; choosing a start leads to a page that asks to confirm."""
    if refusal := _refusal(rdv, now):
        return _closed(request, jeton, rdv, now, refusal)
    if request.method == "POST":
        try:
            read_start(rdv, request.POST.get("creneau", ""), now)
        except BookingError as error:
            return _week(request, jeton, rdv, now, error=error)
        query = urlencode({"creneau": request.POST["creneau"]})
        return redirect(f"{reverse('public:deplacer_confirmer', args=[jeton])}?{query}")
    return _week(request, jeton, rdv, now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_rdv
def confirm(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    """Old and new start side by side; nothing has changed until POST."""
    if refusal := _refusal(rdv, now):
        return _closed(request, jeton, rdv, now, refusal)
    valeur = request.POST.get("creneau") or request.GET.get("creneau", "")
    try:
        depart = read_start(rdv, valeur, now)
        if request.method == "POST":
            move_rdv(
                rdv=rdv,
                debut=depart.debut,
                lieu=rdv.lieu,
                now=now,
                par=Auteur.USAGER,
                signe=depart.signe,
            )
            return redirect("public:rdv", jeton=jeton)
    except CreneauPris as taken:
        return _taken(request, jeton, rdv, now, taken)
    except BookingError as error:
        return _week(request, jeton, rdv, now, error=error)
    contexte = {"nouveau": depart.debut, "valeur": valeur, "action": request.path}
    return render_rdv(request, jeton, rdv, now, "public/deplacer_confirmer.html", contexte)


def read_start(rdv: Rdv, valeur: str, now: dt.datetime) -> Depart:
    """A start we offered for this very motif and site."""
    depart = read_depart(valeur, now=now)
    here = rdv.lieu.uid if rdv.lieu else None
    if depart.motif_uid != rdv.motif.uid or depart.lieu_uid != here:
        raise CreneauImpossible
    return depart


def _refusal(rdv: Rdv, now: dt.datetime) -> BookingError | None:
    try:
        check_may_move(rdv=rdv, par=Auteur.USAGER, now=now)
    except BookingError as error:
        return error
    return None


def _closed(
    request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime, refusal: BookingError
) -> HttpResponse:
    return render_rdv(
        request,
        jeton,
        rdv,
        now,
        "public/deplacer_ferme.html",
        {"phrase": refusal.phrase},
        status=409,
    )


def _week(
    request: HttpRequest,
    jeton: str,
    rdv: Rdv,
    now: dt.datetime,
    *,
    error: BookingError | None = None,
) -> HttpResponse:
    semaine = asked_week(
        request,
        motif=rdv.motif,
        lieu=rdv.lieu,
        now=now,
        agents=agents_for_move(rdv),
        sauf=Sauf(rdv=rdv.pk),
    )
    contexte = {
        **week_context(semaine, moment_of(request), functools.partial(_url, jeton)),
        "erreurs": [(error.phrase, "titre-semaine")] if error else [],
    }
    status = 422 if error else 200
    return render_rdv(request, jeton, rdv, now, "public/deplacer.html", contexte, status=status)


def _taken(
    request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime, refusal: CreneauPris
) -> HttpResponse:
    """409: the starts nearby at the same site; the present appointment is kept meanwhile."""
    here = [proche for proche in refusal.alternatives if proche.lieu == rdv.lieu]
    contexte = {
        "phrase": refusal.phrase,
        "proches": [
            {"debut": p.debut, "valeur": p.valeur, "action": _url(jeton), "lieu": None}
            for p in here
        ],
        "semaine_url": _url(jeton),
        "deplacement": True,
    }
    return render_rdv(request, jeton, rdv, now, "public/creneau_pris.html", contexte, status=409)


def _url(jeton: str, **query: str) -> str:
    query = {name: value for name, value in query.items() if value}
    return reverse("public:deplacer", args=[jeton]) + (f"?{urlencode(query)}" if query else "")
