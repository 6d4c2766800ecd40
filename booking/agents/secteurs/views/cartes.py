"""The map of a couche, and what maps ask for: communes, secteurs, what a drawing holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from booking.agents.secteurs.cartes import render_with_map, sources_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.lignes import sentence_of
from booking.freins import Frein
from sectorisation.adresses.comptage import count_inside
from sectorisation.cartographie import communes_features, draft_features, published_features
from sectorisation.controles.francais import nombre
from sectorisation.errors import ContourRefuse
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Regle, Territoire
from sectorisation.numerotation import number_secteurs
from sectorisation.saisie import read_polygons

PUBLIE = "publie"
# Outlines change with an import of communes, once a year; a version never does.
_COMMUNES_SECONDES = 600
_VERSION_SECONDES = 24 * 3600
# Counted while one draws: a heavier outline is counted once saved, by the checks.
_MAX_CARACTERES = 300_000
_MESURES = Frein("mesures", par_visiteur=90, par_ip=900)


@require_safe
def carte(request: HttpRequest, couche: str) -> HttpResponse:
    """The secteurs on a map and as a list: those of the draft, or those usagers follow."""
    ici = couche_of(request, couche)
    publie = _is_published(request, ici)
    sources = sources_of(ici)
    if publie:
        sources["secteurs"] += f"?etat={PUBLIE}"
    contexte = page_of(
        request,
        ici,
        publie=publie,
        etats=[
            ("Brouillon", "?etat=brouillon", not publie),
            (f"Version {ici.version_publiee.numero}", f"?etat={PUBLIE}", publie),
        ]
        if ici.version_publiee
        else [],
        sources=sources,
        secteurs=_published_list(ici) if publie else _draft_list(ici),
        choisi=request.GET.get("secteur", ""),
    )
    return render_with_map(request, "agents/secteurs/carte.html", contexte)


@require_safe
@gzip_page
def communes(request: HttpRequest, couche: str) -> HttpResponse:
    territoire = couche_of(request, couche).territoire
    traces = cache.get_or_set(
        f"carte:communes:{territoire.pk}",
        lambda: communes_features(territoire),
        _COMMUNES_SECONDES,
    )
    answer = JsonResponse(traces)
    answer["Cache-Control"] = f"private, max-age={_COMMUNES_SECONDES}"
    return answer


@require_safe
@gzip_page
def secteurs(request: HttpRequest, couche: str) -> HttpResponse:
    ici = couche_of(request, couche)
    version = ici.version_publiee
    if _is_published(request, ici) and version is not None:
        cle = f"carte:version:{version.pk}:{version.empreinte}"
        return JsonResponse(
            cache.get_or_set(cle, lambda: published_features(index_for(version)), _VERSION_SECONDES)
        )
    return JsonResponse(draft_features(ici))


@require_POST
def mesurer(request: HttpRequest, couche: str) -> HttpResponse:
    """How many known addresses an outline holds, while it is being drawn."""
    territoire = couche_of(request, couche).territoire
    texte = request.POST.get("contour", "")
    if len(texte) > _MAX_CARACTERES:
        return JsonResponse({"phrase": "Contour trop grand pour être compté ici."}, status=413)
    if attente := _MESURES.seconds_to_wait(request, now=timezone.now()):
        return JsonResponse({"phrase": f"Réessayez dans {attente} secondes."}, status=429)
    return JsonResponse({"phrase": count_phrase(territoire, texte)})


def count_phrase(territoire: Territoire, texte: str) -> str:
    """« 128 adresses connues »; nothing when there is no address file, or no outline."""
    try:
        polygones = read_polygons(texte)
    except ContourRefuse:
        return ""
    if not territoire.adresses_fichier:
        return ""
    combien = count_inside(territoire, polygones)
    if not combien:
        return "aucune adresse connue"
    return (
        f"{nombre(combien)} adresse{'s' if combien > 1 else ''} connue{'s' if combien > 1 else ''}"
    )


def _is_published(request: HttpRequest, couche: Couche) -> bool:
    return request.GET.get("etat") == PUBLIE and couche.version_publiee_id is not None


def _draft_list(couche: Couche) -> list[dict[str, Any]]:
    """The secteurs of the draft, each with what its rules are made of."""
    comptes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    regles = Regle.objects.of_couche(couche)
    for secteur_id, genre, codes in regles.values_list("secteur_id", "genre", "communes"):
        comptes[secteur_id][genre] += len(codes) if genre == Regle.Genre.COMMUNE else 1
    secteurs = {s.pk: s for s in couche.secteurs.all()}
    return [
        {
            "uid": str(secteurs[pk].uid),
            "nom": secteurs[pk].nom,
            "numero": numero,
            "detail": sentence_of(comptes[pk]),
        }
        for pk, numero in number_secteurs({pk: s.code for pk, s in secteurs.items()}).items()
    ]


def _published_list(couche: Couche) -> list[dict[str, Any]]:
    secteurs = index_for(couche.version_publiee).secteurs
    numeros = number_secteurs({pk: s.code for pk, s in secteurs.items()})
    return [
        {"uid": secteurs[pk].uid, "nom": secteurs[pk].nom, "numero": numero}
        for pk, numero in numeros.items()
    ]
