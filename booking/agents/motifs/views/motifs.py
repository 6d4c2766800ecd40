"""One motif: its page in sections, a short form for each, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.motifs.contexte import motif_of, page_of
from booking.agents.motifs.formulaires.motifs import FORMULAIRES, MotifForm
from booking.agents.motifs.presentation import RUBRIQUES, sections_of
from booking.errors import CatalogueRefuse
from booking.models import Etape, Motif
from booking.services.catalogue import (
    add_motif,
    change_motif,
    close_motif,
    move_in_list,
    reopen_motif,
    upcoming_of,
)


@require_safe
def motif(request: HttpRequest, motif: str) -> HttpResponse:
    ici = motif_of(request, motif)
    contexte = page_of(
        request,
        ici,
        sections=sections_of(ici),
        etape=Etape(ici.etape).label,
        autrement=ici.ouvertures.count(),
        reglages=ici.reglages.count(),
        rdvs=upcoming_of(motif=ici, now=timezone.now()),
    )
    return render(request, "agents/motifs/motif.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    """Name, duration, mode; the page of the new motif says the rest."""
    services = perms.kept_services(agent_of(request))
    initial = {"service": request.GET.get("service", "")}
    form = MotifForm(request.POST or None, services=services, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            nouveau = add_motif(
                service=form.chosen, nom=data["nom"], duree=data["duree"], mode=data["mode"]
            )
        except CatalogueRefuse as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(
                request,
                f"Motif « {nouveau.nom} » créé. Seul le secrétariat le réserve pour l’instant.",
            )
            return redirect("agents:motifs:motif", nouveau.slug)
    status = 400 if form.errors else 200
    return render(request, "agents/motifs/motif_ajouter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, motif: str, rubrique: str) -> HttpResponse:
    """One section of the motif."""
    ici = motif_of(request, motif)
    if rubrique not in FORMULAIRES:
        raise Http404
    form = FORMULAIRES[rubrique](request.POST or None, motif=ici)
    if request.method == "POST" and form.is_valid():
        try:
            change_motif(motif=ici, changes=form.changes())
        except CatalogueRefuse as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(request, "C’est enregistré. Les nouveaux rendez-vous le suivent déjà.")
            return redirect("agents:motifs:motif", ici.slug)
    contexte = page_of(
        request,
        ici,
        form=form,
        rubrique=RUBRIQUES[rubrique],
        rdvs=upcoming_of(motif=ici, now=timezone.now()) if rubrique == "horaires" else 0,
        sans_couche=rubrique == "secteurs" and ici.service.couche is None,
    )
    status = 400 if form.errors else 200
    return render(request, "agents/motifs/motif_modifier.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def fermer(request: HttpRequest, motif: str) -> HttpResponse:
    """Says what it costs, then offers it to nobody any more."""
    ici = motif_of(request, motif)
    if request.method == "POST":
        close_motif(motif=ici)
        messages.success(request, f"« {ici.nom} » n’est plus proposé.")
        return redirect("agents:motifs:motif", ici.slug)
    now = timezone.now()
    today = now.astimezone(request.territoire.zone).date()
    plages = ici.plages.filter(jusqu_au__gte=today)
    others = Motif.objects.of(request.territoire).active().exclude(pk=ici.pk).values("pk")
    contexte = page_of(
        request,
        ici,
        rdvs=upcoming_of(motif=ici, now=now),
        plages=plages.count(),
        # An agent whose plage holds nothing else offers no start any more.
        seules=plages.exclude(motifs__in=others).count(),
    )
    return render(request, "agents/motifs/motif_fermer.html", contexte)


@require_POST
def rouvrir(request: HttpRequest, motif: str) -> HttpResponse:
    ici = motif_of(request, motif)
    reopen_motif(motif=ici)
    messages.success(request, f"« {ici.nom} » est de nouveau proposé, comme avant.")
    return redirect("agents:motifs:motif", ici.slug)


@require_POST
def ranger(request: HttpRequest, motif: str) -> HttpResponse:
    """One place up or down in the list of its service."""
    ici = motif_of(request, motif)
    move_in_list(row=ici, plus_haut=request.POST.get("sens") == "haut")
    return redirect("agents:motifs:service", ici.service.slug)
