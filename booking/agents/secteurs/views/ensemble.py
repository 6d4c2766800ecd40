"""The first page of a couche: where it stands, and what publishing its draft would do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.etude import read_study, rows_of, summary_of, well_of
from booking.services.effet_secteurs import count_moved_by_draft
from sectorisation.bilan import make_bilan
from sectorisation.models import Secteur

# The page a study was asked from, where one returns.
_RETOURS = ("couche", "controles", "publication", "a_blanc")


@require_safe
def ensemble(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    if not Secteur.objects.filter(couche=ici).exists():
        return render(request, "agents/secteurs/couche.html", page_of(request, ici))
    now = timezone.now()
    lecture = read_study(ici, now)
    contexte = page_of(
        request,
        ici,
        lecture=lecture,
        bilan=lecture.bilan,
        rdvs=count_moved_by_draft(couche=ici, bilan=lecture.bilan, now=now),
        controles=summary_of(lecture),
        bien=well_of(lecture),
        lignes=rows_of(lecture),
    )
    return render(request, "agents/secteurs/couche.html", contexte)


@require_POST
def etudier(request: HttpRequest, couche: str) -> HttpResponse:
    """Studies the draft anew, then shows the page it was asked from."""
    ici = couche_of(request, couche)
    make_bilan(ici, timezone.now())
    page = request.POST.get("page", "")
    return redirect(f"agents:secteurs:{page if page in _RETOURS else 'couche'}", ici.slug)
