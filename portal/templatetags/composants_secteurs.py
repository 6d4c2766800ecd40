"""Components of the sector maps, without script. Built in, as those of `composants`."""

from __future__ import annotations

from typing import Any

from django import template

from booking.agents.secteurs.mots import count_words
from sectorisation.controles.francais import nombre

register = template.Library()


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
