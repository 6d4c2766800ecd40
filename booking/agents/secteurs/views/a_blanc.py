"""A version that runs beside the one in service: it counts, and no usager follows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.publication import NumeroForm
from booking.agents.secteurs.telechargements import csv_response
from booking.services.effet_secteurs import count_moved
from sectorisation.bilan import ecart_of
from sectorisation.errors import BrouillonChange, PublicationRefusee
from sectorisation.models import Couche, Version
from sectorisation.publication import (
    compare_versions,
    drop_prepared,
    prepare,
    publish_prepared,
)


@require_safe
def a_blanc(request: HttpRequest, couche: str) -> HttpResponse:
    """What the version à blanc would change: addresses, coming Rdv, those of thirty days."""
    return _page(request, couche_of(request, couche))


@require_safe
def a_blanc_adresses(request: HttpRequest, couche: str) -> StreamingHttpResponse:
    ici = couche_of(request, couche)
    version = get_object_or_404(Version, pk=ici.version_a_blanc_id, couche=ici)
    comparaison = compare_versions(avant=ici.version_publiee, apres=version)
    return csv_response(comparaison.rows(), f"secteurs-{ici.slug}-a-blanc")


@require_POST
def a_blanc_preparer(request: HttpRequest, couche: str) -> HttpResponse:
    """Freezes today's draft beside the version in service."""
    ici = couche_of(request, couche)
    try:
        version = prepare(couche=ici, now=timezone.now())
    except PublicationRefusee as refus:
        return _page(request, ici, refus=str(refus), status=409)
    messages.success(request, f"La version {version.numero} tourne à blanc.")
    return redirect("agents:secteurs:a_blanc", ici.slug)


@require_POST
def a_blanc_publier(request: HttpRequest, couche: str) -> HttpResponse:
    """Puts the version à blanc into service, as it was seen."""
    ici = couche_of(request, couche)
    form = NumeroForm(request.POST)
    try:
        if not form.is_valid():
            raise BrouillonChange("Cette page est trop ancienne.")
        version = publish_prepared(
            couche=ici,
            now=timezone.now(),
            par=str(agent_of(request)),
            numero=form.cleaned_data["numero"],
        )
    except (BrouillonChange, PublicationRefusee) as refus:
        return _page(request, ici, refus=str(refus), status=409)
    messages.success(request, f"Version {version.numero} publiée. Elle vaut dès maintenant.")
    return redirect("agents:secteurs:couche", ici.slug)


@require_POST
def a_blanc_abandonner(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    drop_prepared(couche=ici)
    messages.success(request, "L’essai à blanc est abandonné. Rien n’a changé pour les usagers.")
    return redirect("agents:secteurs:a_blanc", ici.slug)


def _page(
    request: HttpRequest, couche: Couche, *, refus: str = "", status: int = 200
) -> HttpResponse:
    version = (
        Version.objects.select_related("territoire").filter(pk=couche.version_a_blanc_id).first()
    )
    publiee = couche.version_publiee
    contexte = page_of(request, couche, version=version, publiee=publiee, refus=refus)
    if version is not None:
        contexte |= {
            "ecart": ecart_of(avant=publiee, apres=version),
            "comptes": count_moved(couche=couche, avant=publiee, apres=version, now=timezone.now()),
            "form": NumeroForm(initial={"numero": version.numero}),
        }
    return render(request, "agents/secteurs/a_blanc.html", contexte, status=status)
