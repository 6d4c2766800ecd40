"""One use case: where it stands, what remains to do, opening and closing it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.agents.usages.contexte import cas_of
from booking.agents.usages.formulaires import CasForm, EtapeForm
from booking.cas_usage.format import write_cas
from booking.errors import CasUsageInvalide
from booking.models import EtatCas, Motif
from booking.services.cas_usage import (
    change_cas_usage,
    close_cas_usage,
    coming_rdvs,
    describe_cas_usage,
    open_cas_usage,
    remaining_work,
    set_ouverture,
)


@require_safe
def fiche(request: HttpRequest, cas: str) -> HttpResponse:
    ici, now = cas_of(request, cas), timezone.now()
    contexte = {
        "cas": ici,
        "motifs": ici.motifs.select_related("service")
        .annotate(locales=Count("ouvertures"))
        .in_order(),
        "questions": ici.questions.prefetch_related(Prefetch("motifs", Motif.objects.in_order())),
        "rdvs": coming_rdvs(cas_usage=ici, now=now).count(),
        "reste": remaining_work(
            cas_usage=ici, today=now.astimezone(request.territoire.zone).date()
        ),
        "ouvert": ici.etat == EtatCas.OUVERT,
    }
    return render(request, "agents/usages/cas.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, cas: str) -> HttpResponse:
    ici = cas_of(request, cas)
    form = CasForm(request.POST or None, territoire=request.territoire, cas_usage=ici)
    if request.method == "POST" and form.is_valid():
        try:
            change_cas_usage(cas_usage=ici, **form.cleaned_data)
        except CasUsageInvalide as refusal:
            form.add_error(refusal.champ, refusal.phrase)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect("agents:usages:cas", ici.slug)
    status = 422 if form.errors else 200
    return render(request, "agents/usages/modifier.html", {"cas": ici, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def etape(request: HttpRequest, cas: str) -> HttpResponse:
    """One step for all its motifs, in one gesture."""
    ici = cas_of(request, cas)
    form = EtapeForm(request.POST or None, cas_usage=ici)
    if request.method == "POST" and form.is_valid():
        set_ouverture(cas_usage=ici, etape=form.cleaned_data["etape"])
        messages.success(request, "L’étape de ses motifs est changée.")
        return redirect("agents:usages:cas", ici.slug)
    status = 422 if form.errors else 200
    return render(request, "agents/usages/etape.html", {"cas": ici, "form": form}, status=status)


@require_POST
def ouvrir(request: HttpRequest, cas: str) -> HttpResponse:
    ici = cas_of(request, cas)
    open_cas_usage(cas_usage=ici)
    messages.success(request, f"« {ici.nom} » est ouvert. Les pages le montrent dans la minute.")
    return redirect("agents:usages:cas", ici.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def fermer(request: HttpRequest, cas: str) -> HttpResponse:
    """GET says what closing does; nothing is lost by it."""
    ici = cas_of(request, cas)
    if request.method == "POST":
        close_cas_usage(cas_usage=ici)
        messages.success(request, f"« {ici.nom} » est fermé. Ses rendez-vous restent.")
        return redirect("agents:usages:cas", ici.slug)
    rdvs = coming_rdvs(cas_usage=ici, now=timezone.now()).count()
    return render(request, "agents/usages/fermer.html", {"cas": ici, "rdvs": rdvs})


@require_safe
def exporter(request: HttpRequest, cas: str) -> HttpResponse:
    ici = cas_of(request, cas)
    try:
        data = write_cas(describe_cas_usage(ici))
    except CasUsageInvalide as refusal:
        messages.warning(request, refusal.phrase)
        return redirect("agents:usages:cas", ici.slug)
    response = HttpResponse(data, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{ici.slug}.json"'
    return response
