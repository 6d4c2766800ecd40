"""From a file laid down to its import: understood, reviewed, written all or nothing."""

from __future__ import annotations

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.depots import ProjectionForm, RevueForm
from booking.agents.secteurs.presentation_depot import describe
from sectorisation import depots
from sectorisation.depots import Examen
from sectorisation.errors import ImportRefuse
from sectorisation.imports.lecture import Lecture, LigneLue
from sectorisation.models import Commune, Couche, Depot

LIGNES_PAR_PAGE = 20


@require_safe
def depot(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    """What the file was taken for, and what importing it would change."""
    ici, depose = _deposit_of(request, couche, uid)
    return _shown(request, ici, depose, depots.examine(depot=depose))


@require_POST
def projection(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    ici, depose = _deposit_of(request, couche, uid)
    form = ProjectionForm(request.POST)
    if not form.is_valid():
        return _shown(request, ici, depose, depots.examine(depot=depose), form)
    depots.choose_projection(depot=depose, epsg=form.cleaned_data["projection"])
    return redirect(_page(ici, depose))


@require_http_methods(["GET", "HEAD", "POST"])
def revoir(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    """The streets that nothing identifies, twenty at a time."""
    ici, depose = _deposit_of(request, couche, uid)
    examen = depots.examine(depot=depose)
    lecture = examen.fichier.lecture if examen.fichier else None
    if lecture is None or not lecture.douteuses:
        return redirect(_page(ici, depose))
    page = Paginator(lecture.douteuses, LIGNES_PAR_PAGE).get_page(request.GET.get("page"))
    communes = dict(Commune.objects.of(ici.territoire).values_list("insee", "nom"))
    form = RevueForm(
        request.POST if request.method == "POST" else None,
        lignes=page.object_list,
        decisions=depose.decisions,
        communes=communes,
    )
    if request.method == "POST" and form.is_valid():
        choisies = form.decisions()
        depots.decide(depot=depose, decisions=choisies)
        return redirect(_next(ici, depose, lecture, set(choisies)))
    contexte = {"depot": depose, "form": form, "page": page, "restantes": len(lecture.a_revoir)}
    status = 400 if form.errors else 200
    return _render(request, "depot_revoir", ici, status=status, **contexte)


@require_POST
def importer(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    """Writes the whole file into the draft; a file that changes nothing says so."""
    ici, depose = _deposit_of(request, couche, uid)
    try:
        bilan = depots.carry_out(depot=depose)
    except ImportRefuse:
        messages.warning(request, "Rien n’a été importé : voyez ce qui manque.")
        return redirect(_page(ici, depose))
    if bilan.sans_effet:
        messages.info(request, "Ce fichier est déjà importé : rien n’a changé.")
    else:
        messages.success(
            request,
            f"Fichier importé dans le brouillon : {bilan.crees} secteurs créés, "
            f"{bilan.modifies} modifiés.",
        )
    return redirect("agents:secteurs:echanges", ici.slug)


@require_POST
def abandonner(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    ici, depose = _deposit_of(request, couche, uid)
    depots.drop(depot=depose)
    messages.success(request, "Fichier retiré. Rien n’a été importé.")
    return redirect("agents:secteurs:echanges", ici.slug)


@require_safe
def rapport(request: HttpRequest, couche: str, uid: UUID) -> HttpResponse:
    """Every line that stands in the way, with its reason, for a spreadsheet."""
    _, depose = _deposit_of(request, couche, uid)
    examen = depots.examine(depot=depose)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lignes-a-corriger.csv"'
    answer.write("\ufeff")
    csv.writer(answer, delimiter=";").writerows(examen.report())
    return answer


def _deposit_of(request: HttpRequest, couche: str, uid: UUID) -> tuple[Couche, Depot]:
    """404 for the deposit of another couche, and so of another territoire."""
    ici = couche_of(request, couche)
    return ici, get_object_or_404(Depot.objects.of_couche(ici).with_couche(), uid=uid)


def _page(couche: Couche, depose: Depot) -> str:
    return reverse("agents:secteurs:echange_depot", args=[couche.slug, depose.uid])


def _next(couche: Couche, depose: Depot, lecture: Lecture, choisies: set[int]) -> str:
    """The first page that still holds an undecided line, or the deposit itself."""

    def undecided(ligne: LigneLue) -> bool:
        return ligne.a_revoir and ligne.numero not in choisies

    rang = next((r for r, ligne in enumerate(lecture.douteuses) if undecided(ligne)), None)
    if rang is None:
        return _page(couche, depose)
    revue = reverse("agents:secteurs:echange_revoir", args=[couche.slug, depose.uid])
    return f"{revue}?page={rang // LIGNES_PAR_PAGE + 1}"


def _shown(
    request: HttpRequest,
    couche: Couche,
    depose: Depot,
    examen: Examen,
    form: ProjectionForm | None = None,
) -> HttpResponse:
    if examen.inconnue and form is None:
        form = ProjectionForm(proposee=examen.inconnue.proposee)
    status = 400 if form is not None and form.errors else 200
    contexte = {**describe(depose, examen, couche), "form": form}
    return _render(request, "depot", couche, status=status, **contexte)


def _render(
    request: HttpRequest, gabarit: str, couche: Couche, *, status: int = 200, **contexte: Any
) -> HttpResponse:
    page = page_of(request, couche, **contexte)
    return render(request, f"agents/secteurs/{gabarit}.html", page, status=status)
