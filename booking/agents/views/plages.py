"""Opening ranges: list mine, add one, move its end, remove it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.doutes import act_or_ask, digest_of
from booking.agents.formulaires.plages import FinPlageForm, PlageForm
from booking.agents.recurrences import words_of
from booking.errors import AConfirmer, PlageInvalide
from booking.models import Motif, PlageOuverture, Rdv
from booking.services.plages import close_plage, open_plage, rdvs_within, remove_plage


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Mine: those to come or going on; the past ones one link away."""
    today = timezone.localdate(timezone.now())
    plages = (
        PlageOuverture.objects.of(request.territoire)
        .filter(agent=agent_of(request))
        .select_related("lieu")
        .prefetch_related(Prefetch("motifs", Motif.objects.in_order()))
        .order_by("premier_jour", "heure_debut")
    )
    past = request.GET.get("vue") == "passees"
    plages = plages.filter(jusqu_au__lt=today) if past else plages.filter(jusqu_au__gte=today)
    rows = [{"plage": plage, "quand": words_of(plage)} for plage in plages]
    return render(request, "agents/plages.html", {"lignes": rows, "passees": past})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    agent, now = agent_of(request), timezone.now()
    today = timezone.localdate(now)
    form = PlageForm(request.POST or None, agent=agent, today=today)
    if request.method != "POST" or not form.is_valid():
        return _render_form(request, form)
    organisation = agent.organisations.order_by("pk").first()
    try:
        plage = act_or_ask(
            request,
            lambda force: open_plage(
                agent=agent,
                now=now,
                organisation_id=organisation.pk if organisation else None,
                force=force,
                **form.asked(),
            ),
        )
    except AConfirmer as doute:
        return _render_form(request, form, doute.phrases)
    except PlageInvalide as refus:
        form.add_error(refus.champ, refus.phrase)
        return _render_form(request, form)
    messages.success(request, f"Plage ajoutée. {words_of(plage)}.")
    return redirect("agents:plages")


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Move the last day; the rest is another plage."""
    plage, now = _changeable(request, uid), timezone.now()
    form = FinPlageForm(request.POST or None, plage=plage)
    if request.method != "POST" or not form.is_valid():
        return _render_end(request, plage, form)
    end: dt.date | None = form.cleaned_data["jusqu_au"]
    try:
        outside = act_or_ask(
            request,
            lambda force: close_plage(plage=plage, dernier_jour=end, now=now, force=force),
        )
    except AConfirmer as doute:
        return _render_end(request, plage, form, doute.phrases)
    except PlageInvalide as refus:
        form.add_error(refus.champ, refus.phrase)
        return _render_end(request, plage, form)
    return _done(request, f"Plage modifiée. {words_of(plage)}.", outside)


@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask with the Rdv it holds, then remove; GET changes nothing."""
    plage, now = _changeable(request, uid), timezone.now()
    if request.method != "POST":
        context = {
            "plage": plage,
            "quand": words_of(plage),
            "rdvs": _readable(request, rdvs_within(plage=plage, now=now)),
        }
        return render(request, "agents/plage_supprimer.html", context)
    return _done(request, "Plage supprimée.", remove_plage(plage=plage, now=now))


def _changeable(request: HttpRequest, uid: uuid.UUID) -> PlageOuverture:
    plages = perms.changeable_plages(agent_of(request)).select_related(
        "lieu", "agent", "territoire"
    )
    motifs = Prefetch("motifs", Motif.objects.in_order())
    return get_object_or_404(plages.prefetch_related(motifs), uid=uid)


def _readable(request: HttpRequest, rdvs: list[Rdv]) -> list[Rdv]:
    """Those this agent may read: a secrétariat that closes a plage crosses no compartment."""
    seen = set(
        perms.visible_rdvs(agent_of(request))
        .filter(pk__in=[rdv.pk for rdv in rdvs])
        .values_list("pk", flat=True)
    )
    return [rdv for rdv in rdvs if rdv.pk in seen]


def _done(request: HttpRequest, sentence: str, rdvs: list[Rdv]) -> HttpResponse:
    """Back to the list, or to the Rdv that now stand outside any plage."""
    messages.success(request, sentence)
    shown = _readable(request, rdvs)
    if not shown:
        return redirect("agents:plages")
    context = {"rdvs": shown, "retour": "agents:plages", "quoi": "cette plage"}
    return render(request, "agents/rdv_a_revoir.html", context)


def _render_form(request: HttpRequest, form: Form, doubts: list[str] | None = None) -> HttpResponse:
    context = {"form": form, "doutes": doubts, "confirme": digest_of(doubts or [])}
    return render(request, "agents/plage_ajouter.html", context, status=_status(form, doubts))


def _render_end(
    request: HttpRequest, plage: PlageOuverture, form: Form, doubts: list[str] | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "plage": plage,
        "quand": words_of(plage),
        "doutes": doubts,
        "confirme": digest_of(doubts or []),
    }
    return render(request, "agents/plage_modifier.html", context, status=_status(form, doubts))


def _status(form: Form, doubts: list[str] | None) -> int:
    if doubts:
        return 409
    return 400 if form.errors else 200
