"""Try an address: what the journey does of it, its secteur and why, what an usager is offered.

The address is POSTed and stays in the page: nothing of it is kept, nor in any URL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.essai import EssaiForm
from booking.agents.secteurs.presentation import (
    DEFAITES,
    DEPARTAGES,
    GENRES,
    TYPES,
    rule_title,
)
from booking.errors import AdressesIndisponibles
from booking.freins import ESSAIS
from booking.services.essai import (
    Essai,
    Issue,
    Piste,
    Reponse,
    compare,
    percent,
    try_text,
    version_for,
    versions_of,
)
from booking.services.offre_expliquee import explain_offer
from booking.services.rattachement import from_rattachement
from booking.visiteur import visiteur_of
from sectorisation.explication import Explication
from sectorisation.models import Commune, Couche, Regle
from sectorisation.regles import RegleFigee

TROP_VITE = "Trop d’essais en une minute. Attendez un instant, puis recommencez."


@require_http_methods(["GET", "HEAD", "POST"])
def essai(request: HttpRequest, couche: str) -> HttpResponse:
    """The form (GET), and what its address leads to (POST)."""
    ici = couche_of(request, couche)
    now = timezone.now()
    form = EssaiForm(request.POST or None, couche=ici)
    contexte: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        visiteur_of(request)
        status = 400
        if form.is_valid():
            if ESSAIS.seconds_to_wait(request, now=now):
                form.add_error(None, TROP_VITE)
                status = 429
            else:
                try:
                    contexte |= _answer(request, ici, form, now)
                    status = 200
                except AdressesIndisponibles as panne:
                    form.add_error(None, panne.phrase)
                    status = 503
    page = page_of(request, ici, **contexte)
    return render(request, "agents/secteurs/essai.html", page, status=status)


def _answer(
    request: HttpRequest, couche: Couche, form: EssaiForm, now: dt.datetime
) -> dict[str, Any]:
    reponse = form.chosen
    trouve = try_text(
        couche=couche,
        texte=form.cleaned_data["adresse"],
        version=version_for(couche, reponse, now=now),
        identifiant=form.cleaned_data["candidat"],
    )
    contexte = {
        "essai": trouve,
        "issue": trouve.suite.issue,
        "pistes": [_piste(piste, trouve.choisie) for piste in trouve.pistes],
    }
    if trouve.choisie is None:
        return contexte
    noms = _names(couche)
    contexte |= {
        "fiche": _fiche(couche, trouve, trouve.choisie, noms),
        "versions": _side_by_side(couche, trouve.choisie, reponse, now),
    }
    if trouve.choisie.suite.issue in (Issue.ROUTER, Issue.INDETERMINE):
        candidat = trouve.choisie.candidat
        contexte["motifs"] = explain_offer(
            couche=couche,
            adresse=from_rattachement(
                trouve.choisie.suite.rattachement, citycode=candidat.citycode
            ),
            vus=set(perms.seen_services(agent_of(request)).values_list("pk", flat=True)),
            now=now,
        )
    return contexte


def _piste(piste: Piste, choisie: Piste | None) -> dict[str, Any]:
    return {
        "piste": piste,
        "genre": TYPES[piste.candidat.type],
        "ressemblance": percent(piste.candidat.score),
        "choisie": piste is choisie,
    }


def _fiche(couche: Couche, essai: Essai, choisie: Piste, noms: dict[str, str]) -> dict[str, Any]:
    """The chosen match: its place, its secteur, the rule that decided, the others."""
    trouve, candidat = choisie.suite.rattachement, choisie.candidat
    explication = essai.explication or Explication(None)
    decisive = explication.decisive
    montrees = [decisive, *(e.regle for e in explication.ecartees), *essai.voie]
    urls = _urls(couche, [regle.id for regle in montrees if regle])

    def line(regle: RegleFigee) -> dict[str, Any]:
        return {
            "genre": GENRES[regle.genre],
            "titre": rule_title(regle, noms, trouve.commune),
            "secteur": regle.secteur,
            "url": urls.get(regle.id, ""),
        }

    return {
        "candidat": candidat,
        "suite": choisie.suite,
        "commune": noms.get(trouve.commune, candidat.city),
        "insee": trouve.commune or candidat.citycode,
        "point": f"{candidat.lat:.6f} ; {candidat.lon:.6f}",
        "trouve": trouve,
        "genre": GENRES.get(trouve.regle or "", ""),
        "decisive": line(decisive) if decisive else None,
        "departage": DEPARTAGES.get(trouve.departage or "", ""),  # type: ignore[call-overload]
        "ecartees": [
            line(ecartee.regle) | {"pourquoi": DEFAITES[ecartee.defaite]}
            for ecartee in explication.ecartees
        ],
        "voie": [line(regle) for regle in essai.voie],
        "secteurs": essai.secteurs,
    }


def _side_by_side(
    couche: Couche, piste: Piste, reponse: Reponse, now: dt.datetime
) -> list[dict[str, Any]]:
    """The match on each version that answers without being compiled anew, and on the one asked."""
    reponses = [r for r in versions_of(couche) if r is reponse or r is not Reponse.BROUILLON]
    if len(reponses) < 2:
        return []
    suites = compare(couche=couche, candidat=piste.candidat, reponses=reponses, now=now)
    premiere = suites[reponses[0]].rattachement.secteur_id
    return [
        {
            "nom": r.label,
            "suite": suite,
            "change": suite.rattachement.secteur_id != premiere,
        }
        for r, suite in suites.items()
    ]


def _urls(couche: Couche, regles: Sequence[int]) -> dict[int, str]:
    """Where each rule is written; a rule deleted since has no page."""
    lignes = Regle.objects.of_couche(couche).filter(pk__in=regles).values_list("pk", "uid")
    return {pk: reverse("agents:secteurs:regle", args=[couche.slug, uid]) for pk, uid in lignes}


def _names(couche: Couche) -> dict[str, str]:
    communes = Commune.objects.of(couche.territoire)
    return dict(communes.values_list("insee", "nom"))
