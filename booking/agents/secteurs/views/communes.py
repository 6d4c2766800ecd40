"""Rules of whole communes, and communes shared on purpose."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.communes import CommunesCoupeesForm, RegleCommunesForm
from booking.agents.secteurs.formulaires.regles import settings_of
from booking.agents.secteurs.lignes import secteur_label
from sectorisation.edition import declare_cut, write_communes
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle
from sectorisation.numerotation import numbers_of


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    return _write(request, ici, None, _from_address(request))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    ici = couche_of(request, couche)
    regles = Regle.objects.of_couche(ici).of_kind(Regle.Genre.COMMUNE).select_related("secteur")
    regle = get_object_or_404(regles.without_geometry(), uid=uid)
    initial = {
        "secteur": str(regle.secteur.uid),
        "communes": regle.communes,
        "q": request.GET.get("q", ""),
        **settings_of(regle),
    }
    return _write(request, ici, regle, initial)


@require_http_methods(["GET", "HEAD", "POST"])
def coupees(request: HttpRequest, couche: str) -> HttpResponse:
    """Communes that several secteurs share: said once, the checks no longer doubt it."""
    ici = couche_of(request, couche)
    initial = {"communes": ici.communes_coupees, "q": request.GET.get("q", "")}
    form = CommunesCoupeesForm(request.POST or None, couche=ici, initial=initial)
    if _asked(request) and form.is_valid():
        declare_cut(couche=ici, communes=form.cleaned_data["communes"])
        messages.success(request, "Communes partagées enregistrées.")
        return redirect("agents:secteurs:secteurs", ici.slug)
    return _render(request, ici, form, "agents/secteurs/communes_coupees.html")


def _write(
    request: HttpRequest, couche: Couche, regle: Regle | None, initial: dict[str, Any]
) -> HttpResponse:
    form = RegleCommunesForm(request.POST or None, couche=couche, regle=regle, initial=initial)
    if _asked(request) and form.is_valid():
        secteur = form.cleaned_data["secteur"]
        try:
            write_communes(
                regle=regle,
                secteur=secteur,
                codes=form.cleaned_data["communes"],
                reprendre=form.cleaned_data["reprendre"],
                **form.settings(),
            )
        except EditionRefusee as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            nom = secteur_label(secteur, numbers_of(couche))
            messages.success(request, f"Communes du secteur {nom} enregistrées.")
            return redirect("agents:secteurs:secteur", couche.slug, secteur.uid)
    return _render(request, couche, form, "agents/secteurs/regle_communes.html", regle=regle)


def _from_address(request: HttpRequest) -> dict[str, str]:
    return {nom: request.GET.get(nom, "") for nom in ("secteur", "q")}


def _asked(request: HttpRequest) -> bool:
    """False while the list is only being narrowed: the same form, its ticks kept."""
    return request.method == "POST" and "filtrer" not in request.POST


def _render(
    request: HttpRequest,
    couche: Couche,
    form: RegleCommunesForm | CommunesCoupeesForm,
    gabarit: str,
    **contexte: Any,
) -> HttpResponse:
    status = 200
    if _asked(request):
        status = 400
    elif form.is_bound:
        # Only narrowed: nothing is wrong yet with what is not finished.
        form = form.unjudged()
    form.narrow()
    page = page_of(request, couche, form=form, **contexte)
    return render(request, gabarit, page, status=status)
