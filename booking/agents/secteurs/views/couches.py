"""The couches of the territoire."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.couches import CoucheForm
from booking.models import Service
from booking.services.couches import change_couche, open_couche


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every couche with its services, its secteurs and the version usagers follow."""
    services: dict[int, list[str]] = {}
    for service in Service.objects.of(request.territoire).exclude(couche=None).order_by("nom"):
        services.setdefault(service.couche_id, []).append(service.nom)
    couches = (
        perms.kept_couches(agent_of(request))
        .annotate(nombre=Count("secteurs", filter=Q(secteurs__retire=False)))
        .select_related("version_publiee")
        .defer("version_publiee__contenu", "version_publiee__table")
    )
    lignes = [{"couche": couche, "services": services.get(couche.pk, [])} for couche in couches]
    return render(request, "agents/secteurs/couches.html", {"lignes": lignes})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    form = CoucheForm(request.POST or None, territoire=request.territoire)
    if request.method == "POST" and form.is_valid():
        couche = open_couche(
            territoire=request.territoire,
            nom=form.cleaned_data["nom"],
            services=form.cleaned_data.get("services", ()),
        )
        messages.success(request, f"Couche « {couche.nom} » créée. Ajoutez ses secteurs.")
        return redirect("agents:secteurs:couche", couche.slug)
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/couche_ajouter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, couche: str) -> HttpResponse:
    """Its name, and the services that follow it."""
    ici = couche_of(request, couche)
    form = CoucheForm(request.POST or None, territoire=request.territoire, couche=ici)
    if request.method == "POST" and form.is_valid():
        change_couche(
            couche=ici,
            nom=form.cleaned_data["nom"],
            services=form.cleaned_data.get("services", ()),
        )
        messages.success(request, "Couche modifiée.")
        return redirect("agents:secteurs:couche", ici.slug)
    # What was typed is shown in the field; the title keeps the name in force.
    contexte = page_of(request, ici, form=form)
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/couche_modifier.html", contexte, status=status)
