"""The address file in service: when it came, what it changed, the rules to look at since."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from booking import perms
from booking.agents.contexte import agent_of
from sectorisation.imports.regles_a_revoir import CONSTATS
from sectorisation.models import ImportAdresses
from sectorisation.tableau import cell

_RECENTS = 12
_MONTREES = 20
_ENTETE = ("couche", "secteur", "regle", "constat")


@require_safe
def adresses(request: HttpRequest) -> HttpResponse:
    """One page: the version in service, its counts, its changes, and those before it."""
    recents = list(ImportAdresses.objects.of(request.territoire)[:_RECENTS])
    actuel = recents[0] if recents else None
    return render(
        request,
        "agents/secteurs/adresses.html",
        {
            "actuel": actuel,
            "precedents": recents[1:],
            "chiffres": _figures(actuel) if actuel else [],
            "voies": _streets(actuel.renouvellement) if actuel and actuel.renouvellement else [],
            "regles": _rules(request, actuel)[:_MONTREES] if actuel else [],
            "constats": CONSTATS,
        },
    )


@require_safe
def regles(request: HttpRequest) -> HttpResponse:
    """Every rule to look at, as a CSV that spreadsheets open."""
    actuel = ImportAdresses.objects.of(request.territoire).first()
    if actuel is None:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="regles-a-revoir.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(_ENTETE)
    for regle in _rules(request, actuel):
        constat = CONSTATS[regle["constat"]]
        cells = (regle["couche"], regle["secteur"], regle["regle"], constat)
        writer.writerow(map(cell, cells))
    return answer


def _rules(request: HttpRequest, actuel: ImportAdresses) -> list[dict[str, str]]:
    """Those of the couches this agent keeps; a couche dropped since has no rule to look at."""
    kept = set(perms.kept_couches(agent_of(request)).values_list("slug", flat=True))
    return [regle for regle in actuel.regles if regle["couche_slug"] in kept]


def _figures(actuel: ImportAdresses) -> list[tuple[str, int, str]]:
    comptes, change = actuel.comptes, actuel.renouvellement
    figures = [
        ("Adresses", comptes["adresses"], f"dont {comptes['lieux_dits']} lieux-dits"),
        ("Voies", comptes["voies"], f"dans {comptes['communes']} communes"),
    ]
    if change:
        loin = f"de plus de {change['deplacement_metres']} m"
        figures += [
            ("Ajoutées", change["adresses_ajoutees"], "adresses"),
            ("Retirées", change["adresses_retirees"], "adresses"),
            ("Déplacées", change["adresses_deplacees"], loin),
        ]
    return figures


def _streets(change: dict) -> list[dict[str, object]]:
    """Each kind of change to streets that happened, its count and its first examples."""
    titres = {
        "communes_fusionnees": "Communes fusionnées",
        "voies_renommees": "Voies renommées",
        "identifiants_changes": "Identifiants changés",
        "voies_ajoutees": "Voies ajoutées",
        "voies_retirees": "Voies retirées",
    }
    return [
        {
            "titre": titre,
            "nombre": change[cle]["nombre"],
            "exemples": change[cle]["exemples"][:_MONTREES],
            "autres": max(0, change[cle]["nombre"] - _MONTREES),
        }
        for cle, titre in titres.items()
        if change[cle]["nombre"]
    ]
