"""The secteurs of a couche, and who serves them."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.secteurs import AttributionForm, SecteurForm
from booking.agents.secteurs.lignes import (
    addresses_label,
    kind_of,
    rows_of,
    rules_label,
    secteur_label,
    sentence_of,
    target_of,
)
from booking.errors import AttributionRefusee
from booking.models import Attribution, Rdv
from booking.services.attributions import (
    attribute_secteur,
    attributions_of,
    withdraw_attribution,
)
from sectorisation.controles.francais import nombre as french
from sectorisation.edition import add_secteur, change_secteur, delete_secteur
from sectorisation.edition.secteurs import next_code
from sectorisation.errors import EditionRefusee
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Secteur
from sectorisation.numerotation import in_order, number_secteurs, numbers_of
from sectorisation.repertoire import Recherche, count_by_secteur, read_rules, search_rules

PAR_PAGE = 50


@require_safe
def liste(request: HttpRequest, couche: str) -> HttpResponse:
    """Every secteur: what it is made of, its known addresses, who serves it."""
    ici = couche_of(request, couche)
    nombres, adresses = count_by_secteur(ici), _published_addresses(ici)
    cibles: dict[int, list[str]] = {}
    for attribution in attributions_of(ici):
        cibles.setdefault(attribution.secteur_id, []).append(target_of(attribution))
    secteurs = Secteur.objects.filter(couche=ici)
    numeros = number_secteurs({s.pk: s.code for s in secteurs})
    lignes = [
        {
            "secteur": secteur,
            "numero": numeros[secteur.pk],
            "contenu": sentence_of(nombres.get(secteur.pk, {})),
            "adresses": french(adresses[secteur.pk]) if adresses else "",
            "cibles": cibles.get(secteur.pk, []),
        }
        for secteur in in_order(secteurs)
    ]
    return render(
        request,
        "agents/secteurs/secteurs.html",
        page_of(request, ici, lignes=lignes, publies=bool(adresses)),
    )


@require_safe
def secteur(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    """One secteur: who serves it, then its rules."""
    ici = couche_of(request, couche)
    form = AttributionForm(agent=agent_of(request))
    return _render_secteur(request, ici, _secteur(ici, uid), form)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    form = SecteurForm(request.POST or None, initial={"code": next_code(ici)})
    if request.method == "POST" and form.is_valid():
        try:
            nouveau = add_secteur(couche=ici, **form.asked())
        except EditionRefusee as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            nom = secteur_label(nouveau, numbers_of(ici))
            messages.success(request, f"Secteur {nom} créé. Ajoutez maintenant ses règles.")
            return redirect("agents:secteurs:secteur", ici.slug, nouveau.uid)
    return _render_form(request, ici, form)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    ici = couche_of(request, couche)
    secteur = _secteur(ici, uid)
    initial = {"nom": secteur.nom, "code": secteur.code, "priorite": secteur.priorite or None}
    form = SecteurForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_secteur(secteur=secteur, **form.asked())
        except EditionRefusee as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(
                request, f"Secteur {secteur_label(secteur, numbers_of(ici))} enregistré."
            )
            return redirect("agents:secteurs:secteur", ici.slug, secteur.uid)
    # Read again: a refused name must not be shown as the secteur's.
    return _render_form(request, ici, form, _secteur(ici, uid))


@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    """Says what it costs, then takes the secteur out of the draft."""
    ici = couche_of(request, couche)
    secteur = _secteur(ici, uid)
    if request.method == "POST":
        nom = secteur_label(secteur, numbers_of(ici))
        delete_secteur(secteur=secteur)
        messages.success(request, f"Secteur {nom} supprimé, avec ses règles.")
        return redirect("agents:secteurs:secteurs", ici.slug)
    contexte = page_of(
        request,
        ici,
        secteur=secteur,
        contenu=sentence_of(count_by_secteur(ici).get(secteur.pk, {})),
        cibles=[target_of(a) for a in attributions_of(ici).filter(secteur=secteur)],
        # Counted only: some may be across the compartment of a discreet service.
        rdvs=Rdv.objects.upcoming(timezone.now()).filter(secteur=secteur).count(),
        adresses=_addresses_words(ici, secteur),
    )
    return render(request, "agents/secteurs/secteur_supprimer.html", contexte)


@require_POST
def attribuer(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    ici = couche_of(request, couche)
    secteur = _secteur(ici, uid)
    form = AttributionForm(request.POST, agent=agent_of(request))
    if form.is_valid():
        try:
            attribution = attribute_secteur(secteur=secteur, cible=form.chosen)
        except AttributionRefusee as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(request, f"{target_of(attribution)} reçoit maintenant ce secteur.")
            return redirect("agents:secteurs:secteur", ici.slug, secteur.uid)
    return _render_secteur(request, ici, secteur, form, status=400)


@require_POST
def retirer(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    """Takes an attribution back; the secteur's page has the form that gives it again."""
    ici = couche_of(request, couche)
    secteur = _secteur(ici, uid)
    numero = request.POST.get("attribution", "")
    siennes = Attribution.objects.filter(secteur=secteur)
    attribution = get_object_or_404(siennes, pk=int(numero) if numero.isdecimal() else 0)
    nom = target_of(attribution)
    withdraw_attribution(attribution=attribution)
    messages.success(request, f"{nom} ne reçoit plus ce secteur.")
    return redirect("agents:secteurs:secteur", ici.slug, secteur.uid)


def _secteur(couche: Couche, uid: uuid.UUID) -> Secteur:
    return get_object_or_404(Secteur.objects.select_related("couche"), couche=couche, uid=uid)


def _published_addresses(couche: Couche) -> Counter[int]:
    """Known addresses of each secteur in the version usagers follow; empty when it tells none."""
    version = couche.version_publiee
    return index_for(version).addresses_by_secteur() if version else Counter()


def _addresses_words(couche: Couche, secteur: Secteur) -> str:
    nombre = _published_addresses(couche)[secteur.pk]
    return addresses_label(nombre) if nombre else ""


def _render_secteur(
    request: HttpRequest, couche: Couche, secteur: Secteur, form: AttributionForm, status: int = 200
) -> HttpResponse:
    regles = search_rules(couche, Recherche(secteur=secteur, tri="voie"))
    page = Paginator(regles, PAR_PAGE).get_page(request.GET.get("page"))
    contexte: dict[str, Any] = {
        "secteur": secteur,
        "titre": secteur_label(secteur, numbers_of(couche)),
        "form": form,
        "attributions": [
            {"attribution": a, "nom": target_of(a), "nature": kind_of(a)}
            for a in attributions_of(couche).filter(secteur=secteur)
        ],
        "contenu": sentence_of(count_by_secteur(couche).get(secteur.pk, {})),
        "adresses": _addresses_words(couche, secteur),
        "pour_secteur": f"?secteur={secteur.uid}",
        "page": page,
        "combien": rules_label(page.paginator.count),
        "lignes": rows_of(read_rules(page), couche),
    }
    return render(
        request, "agents/secteurs/secteur.html", page_of(request, couche, **contexte), status=status
    )


def _render_form(
    request: HttpRequest, couche: Couche, form: SecteurForm, secteur: Secteur | None = None
) -> HttpResponse:
    contexte = page_of(request, couche, form=form, secteur=secteur)
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/secteur_ecrire.html", contexte, status=status)
