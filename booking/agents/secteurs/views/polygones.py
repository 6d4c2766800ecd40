"""Drawing a zone, and drawing it again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from booking.agents.secteurs.cartes import render_with_map
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.polygones import PolygoneForm
from sectorisation.edition import write_drawing
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, couche: str) -> HttpResponse:
    return _draw(request, couche_of(request, couche), None)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    ici = couche_of(request, couche)
    regles = Regle.objects.of_couche(ici).of_kind(Regle.Genre.POLYGONE)
    return _draw(request, ici, get_object_or_404(regles.select_related("secteur__couche"), uid=uid))


def _draw(request: HttpRequest, couche: Couche, regle: Regle | None) -> HttpResponse:
    liens = {"couche": couche, "regle": regle, "choisi": request.GET.get("secteur", "")}
    form = PolygoneForm(request.POST or None, **liens)
    redresse = "redresser" in request.POST
    if redresse:
        form = PolygoneForm(form.straightened(), **liens)
    elif request.method == "POST" and form.is_valid() and (ecrites := _write(form, regle)):
        combien = len(ecrites)
        fin = f" en {combien} parties, une règle chacune." if combien > 1 else "."
        messages.success(request, f"Zone enregistrée{fin}")
        choisi = urlencode({"secteur": ecrites[0].secteur.uid})
        return redirect(f"{reverse('agents:secteurs:carte', args=[couche.slug])}?{choisi}")
    contexte = page_of(
        request, couche, form=form, regle=regle, redresse=redresse and not form.errors
    )
    status = 400 if form.errors else 200
    return render_with_map(request, "agents/secteurs/polygone.html", contexte, status=status)


def _write(form: PolygoneForm, regle: Regle | None) -> list[Regle]:
    lu = form.cleaned_data
    try:
        return write_drawing(
            secteur=lu["secteur"],
            parties=lu["contour"],
            libelle=lu["libelle"],
            regle=regle,
            **form.settings(),
        )
    except EditionRefusee as refus:
        form.add_error(refus.champ if refus.champ in form.fields else None, refus.phrase)
        return []
