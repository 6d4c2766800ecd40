"""What sites and organisations change of a motif."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.agents.motifs.contexte import cible_of, genre_of, motif_of, page_of
from booking.agents.motifs.formulaires.reglages import NouveauReglageForm, ReglageForm
from booking.agents.motifs.presentation import changes_of
from booking.errors import CatalogueRefuse
from booking.models import Motif, ReglageLocal
from booking.services.etapes import Cible
from booking.services.reglages import reglages_of, remove_reglage, set_reglage

ENREGISTRE = "C’est enregistré. Les rendez-vous déjà pris gardent leur durée."


@require_safe
def liste(request: HttpRequest, motif: str) -> HttpResponse:
    ici = motif_of(request, motif)
    lignes = []
    for reglage in reglages_of(ici):
        cible: Cible = reglage.lieu or reglage.organisation  # type: ignore[assignment]
        lignes.append(
            {"cible": cible, "genre": genre_of(cible), "changements": changes_of(reglage)}
        )
    contexte = page_of(request, ici, lignes=lignes)
    return render(request, "agents/motifs/reglages.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, motif: str) -> HttpResponse:
    ici = motif_of(request, motif)
    form = NouveauReglageForm(request.POST or None, motif=ici, territoire=request.territoire)
    if request.method == "POST" and form.is_valid():
        if _line(ici, form.chosen):
            form.add_error("cible", "Il a déjà un réglage : modifiez-le dans la liste.")
        elif _saved(request, form, ici, form.chosen):
            return redirect("agents:motifs:reglages", ici.slug)
    return _render(request, ici, form)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, motif: str, genre: str, uid: uuid.UUID) -> HttpResponse:
    ici = motif_of(request, motif)
    cible = cible_of(request, genre, uid)
    reglage = get_object_or_404(ReglageLocal, motif=ici, **{genre: cible})
    form = ReglageForm(request.POST or None, motif=ici, reglage=reglage)
    if request.method == "POST" and form.is_valid() and _saved(request, form, ici, cible):
        return redirect("agents:motifs:reglages", ici.slug)
    return _render(request, ici, form, cible)


@require_POST
def retirer(request: HttpRequest, motif: str, genre: str, uid: uuid.UUID) -> HttpResponse:
    ici = motif_of(request, motif)
    cible = cible_of(request, genre, uid)
    remove_reglage(reglage=get_object_or_404(ReglageLocal, motif=ici, **{genre: cible}))
    messages.success(request, f"« {cible} » suit de nouveau le motif.")
    return redirect("agents:motifs:reglages", ici.slug)


def _line(motif: Motif, cible: Cible) -> bool:
    return ReglageLocal.objects.filter(motif=motif, **{genre_of(cible): cible}).exists()


def _saved(request: HttpRequest, form: ReglageForm, motif: Motif, cible: Cible) -> bool:
    try:
        set_reglage(motif=motif, cible=cible, valeurs=form.valeurs())
    except CatalogueRefuse as refus:
        form.add_error(refus.champ, refus.phrase)
        return False
    messages.success(request, ENREGISTRE)
    return True


def _render(
    request: HttpRequest, motif: Motif, form: ReglageForm, cible: Cible | None = None
) -> HttpResponse:
    contexte = page_of(request, motif, form=form, cible=cible)
    status = 400 if form.errors else 200
    return render(request, "agents/motifs/reglage_ecrire.html", contexte, status=status)
