"""A service: its names, its map, its motifs in order, its compartment, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.motifs.contexte import service_of
from booking.agents.motifs.formulaires.services import NouveauServiceForm, ServiceForm
from booking.agents.motifs.views.catalogue import rows_of
from booking.errors import CatalogueRefuse
from booking.services.catalogue import (
    add_service,
    change_service,
    close_service,
    move_in_list,
    reopen_service,
    set_discretion,
    upcoming_of,
)


@require_safe
def service(request: HttpRequest, service: str) -> HttpResponse:
    ici = service_of(request, service)
    motifs = perms.kept_motifs(agent_of(request)).filter(service=ici)
    rangs = list(perms.kept_services(agent_of(request)).values_list("pk", flat=True))
    contexte = {
        "service": ici,
        "lignes": rows_of(motifs, request.territoire),
        "rang": rangs.index(ici.pk) + 1,
        "combien": len(rangs),
    }
    return render(request, "agents/motifs/service.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    form = NouveauServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nouveau = add_service(territoire=request.territoire, **form.cleaned_data)
        except CatalogueRefuse as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(request, f"Service « {nouveau.nom} » créé. Ajoutez ses motifs.")
            return redirect("agents:motifs:service", nouveau.slug)
    status = 400 if form.errors else 200
    return render(request, "agents/motifs/service_ajouter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, service: str) -> HttpResponse:
    ici = service_of(request, service)
    couches = perms.kept_couches(agent_of(request)).order_by("nom")
    form = ServiceForm(request.POST or None, service=ici, couches=couches)
    if request.method == "POST" and form.is_valid():
        try:
            change_service(service=ici, changes=form.cleaned_data)
        except CatalogueRefuse as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(request, "Service enregistré.")
            return redirect("agents:motifs:service", ici.slug)
    contexte = {"service": ici, "form": form}
    status = 400 if form.errors else 200
    return render(request, "agents/motifs/service_modifier.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def discretion(request: HttpRequest, service: str) -> HttpResponse:
    """What discretion changes; switched, or refused while Rdv are to come."""
    ici = service_of(request, service)
    now = timezone.now()
    if request.method == "POST":
        try:
            set_discretion(service=ici, discret=not ici.discret, now=now)
        except CatalogueRefuse as refus:
            messages.warning(request, refus.phrase)
        else:
            mot = "n’est plus discret" if ici.discret else "est maintenant discret"
            messages.success(request, f"« {ici.nom} » {mot}.")
        return redirect("agents:motifs:service", ici.slug)
    contexte = {"service": ici, "rdvs": upcoming_of(service=ici, now=now)}
    return render(request, "agents/motifs/service_discretion.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def fermer(request: HttpRequest, service: str) -> HttpResponse:
    """Says what it costs, then offers none of its motifs any more."""
    ici = service_of(request, service)
    if request.method == "POST":
        close_service(service=ici)
        messages.success(request, f"« {ici.nom} » n’est plus proposé.")
        return redirect("agents:motifs:service", ici.slug)
    contexte = {
        "service": ici,
        "rdvs": upcoming_of(service=ici, now=timezone.now()),
        "motifs": ici.motifs.filter(actif=True).order_by("ordre", "nom"),
    }
    return render(request, "agents/motifs/service_fermer.html", contexte)


@require_POST
def rouvrir(request: HttpRequest, service: str) -> HttpResponse:
    ici = service_of(request, service)
    reopen_service(service=ici)
    messages.success(request, f"« {ici.nom} » est de nouveau proposé, comme avant.")
    return redirect("agents:motifs:service", ici.slug)


@require_POST
def ranger(request: HttpRequest, service: str) -> HttpResponse:
    """One place up or down among the services."""
    move_in_list(row=service_of(request, service), plus_haut=request.POST.get("sens") == "haut")
    return redirect("agents:motifs:service", service)
