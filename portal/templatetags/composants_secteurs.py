"""Components of the sector maps, drawn by the server or by script. Built in, as `composants`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from booking.agents.secteurs.mots import count_words
from sectorisation.controles.francais import nombre

register = template.Library()


@register.inclusion_tag("composants/carte.html")
def carte(
    libelle: str, *, communes: str, secteurs: str = "", constats: str = "", choisi: str = ""
) -> dict[str, Any]:
    """A map drawn by script from the GeoJSON that these addresses answer; a list says the same.

    The page includes `composants/carte_feuilles.html` and `composants/carte_scripts.html`, and is
    answered by `render_with_map`.
    """
    return locals() | tuiles()


@register.inclusion_tag("composants/numero_secteur.html")
def numero_secteur(numero: Any) -> dict[str, Any]:
    """A secteur as the map writes it: its `texte` and `teinte` (`numerotation.number_secteurs`)."""
    return locals()


@register.simple_tag
def tuiles() -> dict[str, str]:
    """The tiles under the maps, when the deployment has some."""
    return {
        "tuiles": settings.PARVIS_TUILES_URL,
        "attribution": settings.PARVIS_TUILES_ATTRIBUTION,
    }


@register.inclusion_tag("composants/plan_secteurs.html")
def plan_secteurs(
    esquisse: Any, *, titre: str, description: str = "", nom: str = "plan", legende: bool = True
) -> dict[str, Any]:
    """A drawing of secteurs (sectorisation.esquisse). `nom` is unique in the page."""
    return locals()


@register.inclusion_tag("composants/passages.html")
def passages(liste: Any, numeros: Any = None, *, titre: str) -> dict[str, Any]:
    """From which secteur to which, and how many addresses: a table."""
    return {
        "titre": titre,
        "lignes": [
            {
                "avant": _named(p.avant, numeros),
                "apres": _named(p.apres, numeros),
                "adresses": p.adresses,
            }
            for p in liste
        ],
    }


def _named(secteur: Any, numeros: Any) -> str:
    """ "4, Orval-Sud": the number of the drawing when there is one."""
    if secteur is None:
        return ""
    numero = (numeros or {}).get(secteur.id)
    return f"{numero.texte}, {secteur.nom}" if numero else secteur.nom


@register.filter
def milliers(valeur: float) -> str:
    """ "48 774": groups of three, by a space that never breaks."""
    return nombre(valeur)


@register.filter
def compte(valeur: int, chose: str) -> str:
    """ "1 adresse", "143 adresses"."""
    return count_words(valeur, chose)


@register.filter
def ecart(valeur: int | None) -> str:
    """ "+4", "−139", "=": a change, with the sign of minus."""
    if not valeur:
        return "=" if valeur == 0 else "–"
    return f"{'+' if valeur > 0 else '−'}{nombre(abs(valeur))}"
