"""Rules of a single address: typed, chosen among what the address base knows, given to a secteur."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.adresse_seule import AdresseChoisieForm, AdresseSeuleForm
from booking.agents.secteurs.formulaires.regles import settings_of
from booking.agents.secteurs.lignes import secteur_label
from sectorisation.adresses.interface import Candidat, geocodeur_for
from sectorisation.edition import Adresse, add_regle, change_regle
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle
from sectorisation.numerotation import numbers_of

MAX_CANDIDATS = 6


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    initial = {"secteur": request.GET.get("secteur", "")}
    form = AdresseSeuleForm(request.POST or None, couche=ici, initial=initial)
    if request.method == "POST":
        form.offer(_candidates(ici, request.POST.get("adresse", "")))
        if form.is_valid() and (regle := _add(form, shown="liste" in request.POST)):
            nom = secteur_label(regle.secteur, numbers_of(ici))
            messages.success(request, f"{regle.libelle} : secteur {nom}.")
            return redirect("agents:secteurs:secteur", ici.slug, regle.secteur.uid)
    return _render(request, ici, form)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    """Its secteur, its name, its dates. Another address is another rule."""
    ici = couche_of(request, couche)
    regles = Regle.objects.of_couche(ici).of_kind(Regle.Genre.ADRESSE).select_related("secteur")
    regle = get_object_or_404(regles.without_geometry(), uid=uid)
    initial = {
        "secteur": str(regle.secteur.uid),
        "libelle": regle.libelle,
        **settings_of(regle),
    }
    form = AdresseChoisieForm(request.POST or None, couche=ici, initial=initial)
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        try:
            change_regle(
                regle=regle,
                contenu=Adresse(regle.adresse_id, lu["libelle"]),
                secteur=lu["secteur"],
                **form.settings(),
            )
        except EditionRefusee as refus:
            form.add_error(refus.champ if refus.champ in form.fields else None, refus.phrase)
        else:
            messages.success(request, f"{regle.libelle} : règle enregistrée.")
            return redirect("agents:secteurs:secteur", ici.slug, regle.secteur.uid)
    return _render(request, ici, form, regle=regle)


def _candidates(couche: Couche, texte: str) -> list[Candidat]:
    """Addresses a rule can name: a number, or a place that has none."""
    trouves = geocodeur_for(couche.territoire).search(texte[:200], limit=MAX_CANDIDATS)
    return [c for c in trouves if c.type in ("housenumber", "locality") and c.id]


def _add(form: AdresseSeuleForm, *, shown: bool) -> Regle | None:
    """The rule of the address chosen; None when there is none yet. `shown`: the list was."""
    lu = form.cleaned_data
    choix = [identifiant for identifiant, _ in form.fields["identifiant"].choices]
    if not choix:
        form.add_error(
            "adresse", "Aucune adresse connue ne correspond. Vérifiez le numéro et la commune"
        )
        return None
    if not lu["identifiant"]:
        if shown:
            form.add_error("identifiant", "Choisissez l’adresse dans la liste")
        return None
    try:
        return add_regle(
            secteur=lu["secteur"],
            contenu=Adresse(lu["identifiant"], lu["libelle"]),
            **form.settings(),
        )
    except EditionRefusee as refus:
        form.add_error(refus.champ if refus.champ in form.fields else None, refus.phrase)
        return None


def _render(
    request: HttpRequest, couche: Couche, form: Any, regle: Regle | None = None
) -> HttpResponse:
    contexte = page_of(request, couche, form=form, regle=regle)
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/regle_adresse.html", contexte, status=status)
