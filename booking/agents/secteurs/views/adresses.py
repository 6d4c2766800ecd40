"""The address file in service: when it came, what it changed, the rules to look at since."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.secteurs.mots import count_words
from sectorisation.controles.francais import nombre
from sectorisation.imports.regles_a_revoir import CONSTATS
from sectorisation.models import ImportAdresses, Regle
from sectorisation.tableau import cell

_RECENTS = 12
_MONTREES = 20
_ENTETE = ("couche", "secteur", "regle", "constat")
# What `Renouvellement` gives as an example of each kind of change.
_SENTENCES = {
    "communes_fusionnees": "{0} devient {1}",
    "voies_renommees": "{0} : {1} devient {2}",
    "identifiants_changes": "{0} : {1}, {2}",
    "voies_ajoutees": "{0} : {1}",
    "voies_retirees": "{0} : {1}",
}


@require_safe
def adresses(request: HttpRequest) -> HttpResponse:
    """One page: the version in service, its counts, its changes, and those before it."""
    recents = list(ImportAdresses.objects.of(request.territoire)[:_RECENTS])
    actuel = recents[0] if recents else None
    a_revoir = _rules(request, actuel) if actuel else []
    return render(
        request,
        "agents/secteurs/adresses.html",
        {
            "actuel": actuel,
            "precedents": recents[1:],
            "chiffres": _figures(actuel) if actuel else [],
            "voies": _streets(actuel.renouvellement) if actuel and actuel.renouvellement else [],
            "regles": a_revoir[:_MONTREES],
            "nombre_regles": len(a_revoir),
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
    """Those of the couches this agent keeps that are still in the draft."""
    if not actuel.regles:
        return []
    couches = perms.kept_couches(agent_of(request))
    kept = {
        (slug, str(uid))
        for slug, uid in Regle.objects.filter(secteur__couche__in=couches).values_list(
            "secteur__couche__slug", "uid"
        )
    }
    return [regle for regle in actuel.regles if (regle["couche_slug"], regle["uid"]) in kept]


def _figures(actuel: ImportAdresses) -> list[tuple[str, str, str]]:
    comptes, change = actuel.comptes, actuel.renouvellement
    lieux_dits = comptes["lieux_dits"]
    figures = [
        (
            "Adresses",
            comptes["adresses"],
            f"dont {_named_places(lieux_dits)}" if lieux_dits else "",
        ),
        ("Voies", comptes["voies"], f"dans {count_words(comptes['communes'], 'commune')}"),
    ]
    if change:
        figures += [
            ("Adresses ajoutées", change["adresses_ajoutees"], ""),
            ("Adresses retirées", change["adresses_retirees"], ""),
            ("Adresses déplacées", change["adresses_deplacees"],
             f"de plus de {change['deplacement_metres']} m"),
        ]  # fmt: skip
    return [(terme, nombre(valeur), precision) for terme, valeur, precision in figures]


def _named_places(combien: int) -> str:
    return f"{nombre(combien)} lieu{'x' if combien > 1 else ''}-dit{'s' if combien > 1 else ''}"


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
            "titre": f"{titre} : {nombre(change[cle]['nombre'])}",
            "exemples": [_SENTENCES[cle].format(*e) for e in change[cle]["exemples"][:_MONTREES]],
            "autres": max(0, change[cle]["nombre"] - _MONTREES),
        }
        for cle, titre in titres.items()
        if change[cle]["nombre"]
    ]
