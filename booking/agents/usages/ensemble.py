"""Every use case of the territoire, and where it stands."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.models import Rdv


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    cas = perms.kept_cas_usages(agent_of(request)).annotate(
        nombre=Count("motifs", filter=Q(motifs__actif=True))
    )
    coming = dict(
        Rdv.objects.of(request.territoire)
        .upcoming(timezone.now())
        .exclude(motif__cas_usage=None)
        .values_list("motif__cas_usage")
        .annotate(n=Count("pk"))
        .order_by()
    )
    lignes = [{"cas": c, "rdvs": coming.get(c.pk, 0)} for c in cas]
    return render(request, "agents/usages/liste.html", {"lignes": lignes})
