"""The sites: all of them, one to add, to change, to close."""

from __future__ import annotations

import uuid
from itertools import groupby

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.lieux.formulaires import LieuForm
from booking.errors import LieuRefuse
from booking.models import Lieu, Rdv
from booking.services.lieux import add_lieu, change_lieu, close_lieu, coming_rdvs, reopen_lieu

SANS_POINT = (
    "La base d’adresses ne connaît pas cette adresse : le lieu n’est pas sur la carte. "
    "On peut y prendre rendez-vous."
)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    coming = dict(
        Rdv.objects.of(request.territoire)
        .upcoming(timezone.now())
        .values_list("lieu")
        .annotate(n=Count("pk"))
        .order_by()
    )
    lieux = perms.kept_lieux(agent_of(request))
    groupes = [
        {"organisation": org, "lignes": [{"lieu": x, "rdvs": coming.get(x.pk, 0)} for x in rows]}
        for org, rows in groupby(lieux, key=lambda lieu: lieu.organisation)
    ]
    return render(request, "agents/lieux/liste.html", {"groupes": groupes})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    form = LieuForm(request.POST or None, territoire=request.territoire)
    if request.method == "POST" and form.is_valid():
        try:
            lieu = add_lieu(
                territoire=request.territoire, organisation=form.tenue_par(), faits=form.faits()
            )
        except LieuRefuse as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"« {lieu.nom} » est ajouté.")
            return _done(request, lieu)
    status = 422 if form.errors else 200
    return render(request, "agents/lieux/ajouter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    lieu, now = _lieu_of(request, uid), timezone.now()
    form = LieuForm(request.POST or None, territoire=request.territoire, lieu=lieu)
    if request.method == "POST" and form.is_valid():
        try:
            lieu = change_lieu(
                lieu=lieu, organisation=form.tenue_par(), faits=form.faits(), now=now
            )
        except LieuRefuse as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "C’est enregistré.")
            return _done(request, lieu)
    status = 422 if form.errors else 200
    contexte = {"lieu": lieu, "form": form}
    return render(request, "agents/lieux/modifier.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def fermer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET says what closing does; no Rdv is lost by it."""
    lieu = _lieu_of(request, uid)
    if request.method == "POST":
        close_lieu(lieu=lieu)
        messages.success(request, f"« {lieu.nom} » ne reçoit plus. Ses rendez-vous restent.")
        return redirect("agents:lieux:liste")
    contexte = {"lieu": lieu, "rdvs": coming_rdvs(lieu=lieu, now=timezone.now())}
    return render(request, "agents/lieux/fermer.html", contexte)


@require_POST
def rouvrir(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    lieu = _lieu_of(request, uid)
    reopen_lieu(lieu=lieu)
    messages.success(request, f"« {lieu.nom} » reçoit de nouveau.")
    return redirect("agents:lieux:liste")


def _lieu_of(request: HttpRequest, uid: uuid.UUID) -> Lieu:
    """404 for one this agent may not keep."""
    return get_object_or_404(perms.kept_lieux(agent_of(request)), uid=uid)


def _refuse(form: LieuForm, refusal: LieuRefuse) -> None:
    form.add_error(refusal.champ if refusal.champ in form.fields else None, refusal.phrase)


def _done(request: HttpRequest, lieu: Lieu) -> HttpResponse:
    if lieu.lon is None:
        messages.warning(request, SANS_POINT)
    return redirect("agents:lieux:liste")
