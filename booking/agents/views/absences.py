"""Absences: list mine, add one, remove it. Rdv in conflict are shown, never deleted."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.formulaires.absences import AbsenceForm
from booking.agents.recurrences import words_of
from booking.errors import PlageInvalide
from booking.models import Absence
from booking.services.absences import add_absence, remove_absence


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Mine: those to come or going on; the past ones one link away."""
    today = timezone.localdate(timezone.now())
    absences = (
        Absence.objects.of(request.territoire)
        .filter(agent=agent_of(request))
        .order_by("premier_jour", "heure_debut")
    )
    past = request.GET.get("vue") == "passees"
    absences = absences.filter(jusqu_au__lt=today) if past else absences.filter(jusqu_au__gte=today)
    rows = [{"absence": absence, "quand": words_of(absence)} for absence in absences]
    return render(request, "agents/absences.html", {"lignes": rows, "passees": past})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    agent, now = agent_of(request), timezone.now()
    form = AbsenceForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            absence, conflicts = add_absence(agent=agent, now=now, **form.asked())
        except PlageInvalide as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(request, f"Absence ajoutée. {words_of(absence)}.")
            if not conflicts:
                return redirect("agents:absences")
            context = {"rdvs": conflicts, "retour": "agents:absences", "quoi": "cette absence"}
            return render(request, "agents/rdv_a_revoir.html", context)
    status = 400 if form.errors else 200
    return render(request, "agents/absence_ajouter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask, then remove; GET changes nothing."""
    absence = get_object_or_404(perms.changeable_absences(agent_of(request)), uid=uid)
    if request.method != "POST":
        context = {"absence": absence, "quand": words_of(absence)}
        return render(request, "agents/absence_supprimer.html", context)
    remove_absence(absence=absence)
    messages.success(request, "Absence supprimée.")
    return redirect("agents:absences")
