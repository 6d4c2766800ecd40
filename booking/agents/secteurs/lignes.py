"""How secteurs and their rules read in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from booking.models import Attribution
from sectorisation.controles.francais import nombre as french
from sectorisation.models import Commune, Couche, Regle, Secteur
from sectorisation.numerotation import Numero, numbers_of

_NOMS = {
    Regle.Genre.COMMUNE: ("commune", "communes"),
    Regle.Genre.VOIE: ("voie", "voies"),
    Regle.Genre.POLYGONE: ("polygone", "polygones"),
    Regle.Genre.ADRESSE: ("adresse seule", "adresses seules"),
}
_MAX_COMMUNES = 4


def sentence_of(nombres: Mapping[str, int]) -> str:
    """ "4 communes, 187 voies, 1 polygone"; "Aucune règle"."""
    morceaux = [
        f"{nombres[genre]} {_NOMS[genre][nombres[genre] > 1]}"
        for genre in _NOMS
        if nombres.get(genre)
    ]
    return ", ".join(morceaux) or "Aucune règle"


def secteur_label(secteur: Secteur, numeros: Mapping[int, Numero]) -> str:
    """ "4, Orval-Sud": its number as the map writes it (`numbers_of` its couche)."""
    numero = numeros.get(secteur.pk)
    return f"{numero.texte}, {secteur.nom}" if numero else secteur.nom


def target_of(attribution: Attribution) -> str:
    return str(attribution.organisation or attribution.lieu or attribution.agent)


def kind_of(attribution: Attribution) -> str:
    if attribution.organisation_id:
        return "Organisation"
    return "Lieu" if attribution.lieu_id else "Agent"


def rows_of(regles: Iterable[Regle], couche: Couche) -> list[dict[str, Any]]:
    """Rules for a table. Two queries, whatever their number."""
    regles = list(regles)
    codes = {r.insee for r in regles} | {c for r in regles for c in r.communes}
    communes = Commune.objects.filter(territoire_id=couche.territoire_id, insee__in=codes)
    noms = dict(communes.values_list("insee", "nom"))
    numeros = numbers_of(couche)
    return [
        {
            "regle": regle,
            "genre": regle.get_genre_display().capitalize(),
            "texte": words_of(regle, noms),
            "commune": noms.get(regle.insee, regle.insee),
            "secteur": secteur_label(regle.secteur, numeros),
            "reglages": settings_of(regle),
            "url": reverse("agents:secteurs:regle", args=[couche.slug, regle.uid]),
        }
        for regle in regles
    ]


def words_of(regle: Regle, noms: Mapping[str, str]) -> str:
    """What a rule says, without its secteur nor its commune."""
    match regle.genre:
        case Regle.Genre.COMMUNE:
            cites = sorted(noms.get(code, code) for code in regle.communes)
            reste = len(cites) - _MAX_COMMUNES
            debut = ", ".join(cites[:_MAX_COMMUNES])
            return f"{debut} et {reste} autre{'s' if reste > 1 else ''}" if reste > 0 else debut
        case Regle.Genre.VOIE:
            return f"{regle.voie_nom}{regle.describe_numbers()}"
        case Regle.Genre.ADRESSE:
            return regle.libelle or regle.adresse_id
    return regle.libelle or "Zone dessinée"


def settings_of(regle: Regle) -> str:
    """Priority and dates, when they are not the usual ones."""
    morceaux = []
    if regle.priorite:
        morceaux.append(f"priorité {regle.priorite}")
    if regle.valide_du:
        morceaux.append(f"à partir du {regle.valide_du:%d/%m/%Y}")
    if regle.valide_au:
        morceaux.append(f"jusqu’au {regle.valide_au:%d/%m/%Y}")
    return ", ".join(morceaux)


def addresses_label(nombre: int) -> str:
    """ "8 214 adresses"."""
    return f"{french(nombre)} adresse{'s' if nombre > 1 else ''}"


def rules_label(nombre: int) -> str:
    """ "6 000 règles"."""
    return f"{french(nombre)} règle{'s' if nombre > 1 else ''}"
