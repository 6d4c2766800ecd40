"""Try up to 200 addresses at once: a table, and the same as a CSV. Nothing is kept."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.essai import LotForm
from booking.agents.secteurs.presentation import GENRES
from booking.agents.secteurs.telechargements import csv_response
from booking.agents.secteurs.views.essai import TROP_VITE
from booking.errors import AdressesIndisponibles
from booking.freins import LOTS
from booking.services.essai import version_for
from booking.services.lot import Repondeur, csv_rows
from booking.visiteur import visiteur_of
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version

STATUTS = {
    "trouve": "Trouvée",
    "ambigu": "À préciser",
    "hors_territoire": "Hors du territoire",
    "introuvable": "Introuvable",
}


@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, couche: str) -> HttpResponseBase:
    """The form (GET), the table or, with `sortie=csv`, the file (POST)."""
    ici = couche_of(request, couche)
    now = timezone.now()
    form = LotForm(request.POST or None, request.FILES or None, couche=ici)
    contexte: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        visiteur_of(request)
        status = 400
        if form.is_valid():
            if LOTS.seconds_to_wait(request, now=now):
                form.add_error(None, TROP_VITE)
                status = 429
            else:
                try:
                    version = version_for(ici, form.chosen, now=now)
                    repondeur = Repondeur(ici, version)
                    reponses = [repondeur.answer_text(q) for q in form.cleaned_data["textes"]]
                except (OSError, sqlite3.Error):
                    form.add_error(None, AdressesIndisponibles.phrase)
                    status = 503
                else:
                    if request.POST.get("sortie") == "csv":
                        return csv_response(csv_rows(reponses), f"essai-{ici.slug}")
                    contexte |= _table(form, reponses, ici, version)
                    status = 200
    page = page_of(request, ici, **contexte)
    return render(request, "agents/secteurs/essai_lot.html", page, status=status)


def _table(
    form: LotForm, reponses: list[dict[str, Any]], couche: Couche, version: Version | None
) -> dict[str, Any]:
    """Rows to show, and the form again: what came from a file is now in its text."""
    donnees = {
        "adresses": "\n".join(form.cleaned_data["textes"]),
        "reponse": form.cleaned_data["reponse"],
    }
    secteurs = index_for(version).secteurs.values() if version else ()
    noms = {secteur.code: secteur.nom for secteur in secteurs}
    lignes = [
        reponse
        | {
            "mot": STATUTS[reponse["statut"]],
            "nom": noms.get(reponse["secteur"], reponse["secteur"]),
            "genre": GENRES.get(reponse["regle"] or "", ""),
        }
        for reponse in reponses
    ]
    return {
        "form": LotForm(initial=donnees, couche=couche),
        "lignes": lignes,
        "trouvees": sum(reponse["statut"] == "trouve" for reponse in reponses),
    }
