"""Comparing the draft with the version in service, and publishing it in one gesture."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.etude import Lecture, read_study
from booking.agents.secteurs.formulaires.publication import PublierForm
from booking.agents.secteurs.telechargements import csv_response
from booking.models import Agent
from booking.services.effet_secteurs import moved_by_draft
from sectorisation.adresses.lot import lot_for
from sectorisation.bilan import draft_index
from sectorisation.comparaison import Comparaison
from sectorisation.errors import BrouillonChange, PublicationRefusee
from sectorisation.memoire import index_for
from sectorisation.publication import publish

_MAX_RDVS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, couche: str) -> HttpResponse:
    ici, now = couche_of(request, couche), timezone.now()
    agent = agent_of(request)
    lecture = read_study(ici, now)
    avertissements = len(lecture.rapport.avertissements)
    if request.method == "POST":
        form = PublierForm(request.POST, avertissements=avertissements)
        if form.is_valid():
            try:
                faite = publish(couche=ici, now=now, par=str(agent), vu=form.vu)
            except BrouillonChange as refus:
                return _page(request, lecture, agent, now, refus=str(refus), status=409)
            except PublicationRefusee as refus:
                return _page(request, lecture, agent, now, refus=str(refus), status=409)
            messages.success(
                request, f"Version {faite.version.numero} publiée. Elle vaut dès maintenant."
            )
            return redirect("agents:secteurs:couche", ici.slug)
        return _page(request, lecture, agent, now, form=form, status=400)
    vu = lecture.bilan.vu
    form = PublierForm(
        initial={"brouillon": vu.brouillon, "empreinte": vu.empreinte, "publiee": vu.publiee},
        avertissements=avertissements,
    )
    return _page(request, lecture, agent, now, form=form)


@require_safe
def adresses(request: HttpRequest, couche: str) -> StreamingHttpResponse:
    """Every address that the draft studied last would send to another secteur."""
    ici, now = couche_of(request, couche), timezone.now()
    bilan = read_study(ici, now).bilan
    avant = index_for(ici.version_publiee) if ici.version_publiee else None
    comparaison = Comparaison(lot_for(ici.territoire), avant, draft_index(ici, bilan, now))
    return csv_response(comparaison.rows(), f"secteurs-{ici.slug}-adresses-qui-changent")


def _page(
    request: HttpRequest,
    lecture: Lecture,
    agent: Agent,
    now: dt.datetime,
    *,
    form: PublierForm | None = None,
    refus: str = "",
    status: int = 200,
) -> HttpResponse:
    couche = lecture.couche
    passages = moved_by_draft(couche=couche, bilan=lecture.bilan, now=now)
    # Those of a discreet service stay behind its border: counted, never listed.
    visibles = perms.visible_rdvs(agent).filter(pk__in=list(passages))
    vus = list(visibles.select_related("motif", "lieu", "agent").order_by("debut")[:_MAX_RDVS])
    nombre_visibles = len(vus) if len(vus) < _MAX_RDVS else visibles.count()
    contexte = page_of(
        request,
        couche,
        lecture=lecture,
        bilan=lecture.bilan,
        rdvs=len(passages),
        rdvs_vus=[(rdv, *passages[rdv.pk]) for rdv in vus],
        rdvs_non_montres=nombre_visibles - len(vus),
        rdvs_discrets=len(passages) - nombre_visibles,
        form=form,
        refus=refus,
    )
    return render(request, "agents/secteurs/publication.html", contexte, status=status)
