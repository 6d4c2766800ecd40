"""One Rdv: who, when, where, what became of it. Every page view is logged as a Consultation."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import perms
from booking.agents import presentation
from booking.agents.contexte import agent_of
from booking.agents.formulaires.rdv import NoteForm, StatutForm
from booking.errors import AgentOccupe
from booking.models import Rdv, Statut
from booking.services.statuts import set_statut
from booking.services.suivi import log_reading, set_note


@never_cache
@require_safe
def fiche(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    rdv = _visible(request, uid)
    if request.method == "GET":
        log_reading(rdv=rdv, agent=agent_of(request), now=timezone.now())
    return _render_fiche(request, rdv)


@never_cache
@require_POST
def statut(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    rdv = _changeable(request, uid)
    form = StatutForm(request.POST, rdv=rdv)
    if not form.is_valid():
        return _render_fiche(request, rdv, statut=form, status=400)
    asked = Statut(form.cleaned_data["statut"])
    if asked == Statut.ANNULE_SERVICE and not rdv.annule:
        # Whether to tell the usager is asked on a page of its own.
        return redirect("agents:rdv_annuler", uid=rdv.uid)
    try:
        rdv = set_statut(
            rdv=rdv,
            statut=asked,
            agent=agent_of(request),
            now=timezone.now(),
            force=form.cleaned_data["force"],
        )
    except AgentOccupe as refus:
        form.add_error("statut", f"{refus.phrase} Enregistrez une seconde fois.")
        form.data = {**form.data.dict(), "force": "on"}
        return _render_fiche(request, rdv, statut=form, status=409)
    messages.success(request, f"État enregistré : {rdv.get_statut_display().lower()}.")
    return redirect("agents:rdv", uid=rdv.uid)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def annuler(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask whether to tell the usager, then cancel; GET changes nothing."""
    rdv = _changeable(request, uid)
    if rdv.annule:
        messages.info(request, "Ce rendez-vous est déjà annulé.")
        return redirect("agents:rdv", uid=rdv.uid)
    if request.method != "POST":
        return render(request, "agents/rdv_annuler.html", _facts(rdv))
    tell = request.POST.get("prevenir") == "oui"
    set_statut(
        rdv=rdv,
        statut=Statut.ANNULE_SERVICE,
        agent=agent_of(request),
        now=timezone.now(),
        tell=tell,
    )
    messages.success(
        request,
        "Rendez-vous annulé. L’usager est prévenu."
        if tell
        else "Rendez-vous annulé. L’usager n’est pas prévenu par Parvis.",
    )
    return redirect("agents:rdv", uid=rdv.uid)


@never_cache
@require_POST
def note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    rdv = _changeable(request, uid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _render_fiche(request, rdv, note=form, status=400)
    set_note(rdv=rdv, note=form.cleaned_data["note"])
    messages.success(request, "Note enregistrée.")
    return redirect("agents:rdv", uid=rdv.uid)


def _visible(request: HttpRequest, uid: uuid.UUID) -> Rdv:
    return get_object_or_404(_whole(perms.visible_rdvs(agent_of(request))), uid=uid)


def _changeable(request: HttpRequest, uid: uuid.UUID) -> Rdv:
    return get_object_or_404(_whole(perms.changeable_rdvs(agent_of(request))), uid=uid)


def _whole(rdvs):
    return (
        rdvs.with_people()
        .select_related(
            "motif__service", "lieu", "organisation", "agent", "secteur", "statut_agent"
        )
        .prefetch_related("messages")
    )


def _facts(rdv: Rdv) -> dict[str, object]:
    people = [
        {
            "personne": presentation.person_of(p),
            "usager": p.usager,
            "pour_proche": p.proche_id is not None,
            "age": presentation.age_on(presentation.person_of(p).naissance, rdv.debut.date())
            if presentation.person_of(p).naissance
            else "",
        }
        for p in rdv.participations.all()
    ]
    return {
        "rdv": rdv,
        "noms": presentation.names_of(rdv),
        "personnes": people,
        "joignable": any(p["usager"].telephone or p["usager"].email for p in people),
        "duree": int((rdv.fin - rdv.debut).total_seconds() // 60),
    }


def _render_fiche(
    request: HttpRequest,
    rdv: Rdv,
    *,
    statut: StatutForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_facts(rdv),
        "histoire": presentation.history_of(rdv),
        "secteur": presentation.secteur_of(rdv),
        "form_statut": statut or StatutForm(rdv=rdv),
        "form_note": note or NoteForm(initial={"note": rdv.note}),
        # The title of the page begins with "Erreur :" when one of the two forms has some.
        "form": statut or note,
        "semaine": rdv.debut.astimezone(rdv.territoire.zone).date().isoformat(),
    }
    return render(request, "agents/rdv.html", context, status=status)
