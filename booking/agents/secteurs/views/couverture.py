"""Commune by commune, what is in a secteur and what is not: a table, a CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.couverture import ETATS, RechercheForm
from booking.agents.secteurs.presentation import GENRES
from booking.agents.secteurs.telechargements import csv_response
from booking.services.essai import Reponse, version_for, versions_of
from sectorisation.adresses.lot import lot_for
from sectorisation.adresses.normalisation import street_name
from sectorisation.controles.francais import nombre
from sectorisation.couverture import (
    CommuneCouverte,
    Couverture,
    Etat,
    addresses_without,
    coverage_of,
)
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version
from sectorisation.tableau import cell

PAR_PAGE = 50
SIGNES = {
    Etat.SANS: "non",
    Etat.PARTIELLE: "a_verifier",
    Etat.COUPEE: "a_verifier",
    Etat.COUVERTE: "oui",
}
ORDRES: dict[str, Callable[[CommuneCouverte], Any]] = {
    "nom": lambda ligne: (street_name(ligne.nom), ligne.insee),
    "-adresses": lambda ligne: (-ligne.adresses, ligne.nom),
    "adresses": lambda ligne: (ligne.adresses, ligne.nom),
    "part": lambda ligne: (ligne.part, -ligne.sans, ligne.nom),
}
ENTETE = (
    "code_insee", "commune", "adresses", "sans_secteur", "part", "secteurs", "regles",
    "coupee", "declaree", "etat",
)  # fmt: skip


@require_safe
def couverture(request: HttpRequest, couche: str) -> HttpResponse:
    """The table: searched, narrowed, sorted and paged by the query string."""
    ici = couche_of(request, couche)
    reponse, version = _version(request, ici)
    if version is None:
        return render(request, "agents/secteurs/couverture.html", page_of(request, ici))
    mesure = coverage_of(ici, version)
    toutes = mesure.communes
    numeros = {a.secteur: a.numero for a in mesure.esquisse.aplats} if mesure.esquisse else {}
    recherche = RechercheForm(request.GET)
    recherche.is_valid()
    gardees = _kept(toutes, ici, **recherche.cleaned_data)
    pages = Paginator(gardees, PAR_PAGE).get_page(request.GET.get("page"))
    pages.object_list = [_line(ligne, ici, reponse, numeros) for ligne in pages.object_list]
    contexte = {
        "reponse": reponse,
        "versions": [
            (r.label, _url("couverture", ici, version=r.value), r is reponse)
            for r in versions_of(ici)
        ],
        "chiffres": _figures(mesure, ici),
        "recherche": recherche,
        "page": pages,
        "nombre": len(gardees),
        "sans": mesure.sans,
        "esquisse": mesure.esquisse,
        "csv_url": _url("couverture_csv", ici, version=reponse.value),
        "sans_url": _url("couverture_csv", ici, version=reponse.value, quoi="sans"),
    }
    page = page_of(request, ici, **contexte)
    return render(request, "agents/secteurs/couverture.html", page)


@require_safe
def telecharger(request: HttpRequest, couche: str) -> HttpResponseBase:
    """The whole table as a CSV or, with `quoi=sans`, the addresses in no secteur."""
    ici = couche_of(request, couche)
    reponse, version = _version(request, ici)
    if version is None:
        raise Http404
    if request.GET.get("quoi") == "sans":
        commune = request.GET.get("commune", "")
        lignes = addresses_without(index_for(version), lot_for(ici.territoire), commune)
        return csv_response(lignes, f"adresses-sans-secteur-{ici.slug}-{reponse}")
    return csv_response(
        _rows(coverage_of(ici, version).communes, ici), f"couverture-{ici.slug}-{reponse}"
    )


def _version(request: HttpRequest, couche: Couche) -> tuple[Reponse, Version | None]:
    """The version asked for, the one in service by default; the draft when there is no other."""
    connues = versions_of(couche)
    voulue = request.GET.get("version", connues[0].value)
    if voulue not in {reponse.value for reponse in connues}:
        raise Http404
    reponse = Reponse(voulue)
    if reponse is Reponse.BROUILLON and not couche.secteurs.exists():
        return reponse, None
    return reponse, version_for(couche, reponse, now=timezone.now())


def _kept(
    lignes: Iterable[CommuneCouverte],
    couche: Couche,
    *,
    q: str = "",
    etat: str = "",
    tri: str = "",
) -> list[CommuneCouverte]:
    """Those searched for, in the order asked; what the form refused counts for nothing."""
    cherche = street_name(q)
    gardees = [
        ligne
        for ligne in lignes
        if (not cherche or cherche in street_name(ligne.nom) or ligne.insee.startswith(q.strip()))
        and (not etat or ligne.state(couche) == etat)
    ]
    return sorted(gardees, key=ORDRES[tri or "nom"])


def _figures(mesure: Couverture, couche: Couche) -> list[tuple[str, str, str]]:
    adresses, sans = mesure.adresses, mesure.sans
    etats = Counter(commune.state(couche) for commune in mesure.communes)
    partagees = sum(commune.coupee for commune in mesure.communes)
    part = _percent(1 - sans / adresses) if adresses else "–"
    return [
        ("Adresses dans un secteur", part, f"sur {nombre(adresses)} connues"),
        ("Adresses sans secteur", nombre(sans), ""),
        ("Communes sans secteur", nombre(etats[Etat.SANS]), f"sur {nombre(len(mesure.communes))}"),
        ("Communes partagées", nombre(partagees), f"non déclarées : {etats[Etat.COUPEE]}"),
    ]


def _line(
    ligne: CommuneCouverte, couche: Couche, reponse: Reponse, numeros: dict[int, str]
) -> dict[str, Any]:
    """A row; secteurs bear the number that the plan gives them."""
    etat = ligne.state(couche)
    action, url = _next_step(etat, ligne, couche, reponse)
    return {
        "commune": ligne,
        "adresses": nombre(ligne.adresses),
        "part": _percent(ligne.part),
        "secteurs": [
            (numeros.get(secteur.id, ""), secteur.nom, n and nombre(n))
            for secteur, n in ligne.secteurs
        ],
        "genres": [(GENRES[genre], nombre(n)) for genre, n in ligne.genres],
        "signe": SIGNES[etat],
        "mot": ETATS[etat],
        "declaree": ligne.coupee and ligne.is_declared(couche),
        "action": action,
        "action_url": url,
    }


def _next_step(
    etat: Etat, ligne: CommuneCouverte, couche: Couche, reponse: Reponse
) -> tuple[str, str]:
    """What to do about a commune, and where."""
    if etat is Etat.SANS:
        return "Ajouter une règle", _url("regle_commune_ajouter", couche, q=ligne.nom)
    if etat is Etat.COUPEE:
        return "Déclarer partagée", _url("communes_coupees", couche, q=ligne.nom)
    if etat is Etat.PARTIELLE:
        url = _url(
            "couverture_csv", couche, version=reponse.value, quoi="sans", commune=ligne.insee
        )
        return "Voir ses adresses", url
    return "", ""


def _rows(lignes: Iterable[CommuneCouverte], couche: Couche) -> Iterable[list[str]]:
    yield list(ENTETE)
    for ligne in lignes:
        yield [
            ligne.insee,
            cell(ligne.nom),
            str(ligne.adresses),
            str(ligne.sans),
            f"{ligne.part:.4f}",
            cell(" | ".join(f"{secteur.nom} ({n})" for secteur, n in ligne.secteurs)),
            " | ".join(f"{GENRES[genre]} ({n})" for genre, n in ligne.genres),
            "oui" if ligne.coupee else "non",
            "oui" if ligne.coupee and ligne.is_declared(couche) else "non",
            ETATS[ligne.state(couche)],
        ]


# --- links ----------------------------------------------------------------------------------------


def _url(vue: str, couche: Couche, **requete: str) -> str:
    return f"{reverse(f'agents:secteurs:{vue}', args=[couche.slug])}?{urlencode(requete)}"


def _percent(part: float) -> str:
    """Never rounded up to all, nor down to nothing: "99,9 %" says that something is missing."""
    if part in (0.0, 1.0):
        return f"{part:.0%}".replace("%", " %")
    return f"{min(max(100 * part, 0.1), 99.9):.1f} %".replace(".", ",")
