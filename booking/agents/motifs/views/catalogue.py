"""The catalogue: every service with its motifs, what sites change and what is already booked."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.motifs.presentation import short
from booking.models import Etape, Motif, Rdv
from sectorisation.models import Territoire


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    agent = agent_of(request)
    lignes: dict[int, list[dict[str, Any]]] = {}
    for ligne in rows_of(perms.kept_motifs(agent), request.territoire):
        lignes.setdefault(ligne["motif"].service_id, []).append(ligne)
    services = [
        {"service": service, "lignes": lignes.get(service.pk, [])}
        for service in perms.kept_services(agent)
    ]
    return render(request, "agents/motifs/catalogue.html", {"services": services})


def rows_of(motifs: Any, territoire: Territoire) -> list[dict[str, Any]]:
    """Each motif with its step, how many sites say otherwise, and how many Rdv are to come."""
    # Counted only: some may be across the compartment of a discreet service.
    coming: dict[int, int] = dict(
        Rdv.objects.of(territoire)
        .upcoming(timezone.now())
        .values_list("motif")
        .annotate(n=Count("pk"))
    )
    counted = motifs.annotate(
        n_ouvertures=Count("ouvertures", distinct=True), n_reglages=Count("reglages", distinct=True)
    )
    return [
        {
            "motif": motif,
            "etape": _step_words(motif),
            "autrement": motif.n_ouvertures,
            "reglages": motif.n_reglages,
            "rdvs": coming.get(motif.pk, 0),
        }
        for motif in counted
    ]


def _step_words(motif: Motif) -> str:
    return short(Etape(motif.etape).label)
