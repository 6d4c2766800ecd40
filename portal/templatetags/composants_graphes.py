"""Charts drawn by the server. The values are always in a table beside: a chart only shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

LARGEUR = 720
# Horizontal bars: the room of the names, and what is left for the value after the longest bar.
NOMS, VALEURS, PAS, EPAISSEUR = 190, 90, 50, 34
# Curve: the plot inside its axes.
GAUCHE, DROITE, HAUT, BAS = 56, 690, 20, 240
_LETTRES = 24


@register.inclusion_tag("composants/barres.html")
def barres(lignes: Sequence[tuple[str, int, str]], libelle: str) -> dict[str, Any]:
    """`lignes`: (name, value, value as written), largest first. `libelle` says what is shown."""
    most = max((valeur for _, valeur, _ in lignes), default=0) or 1
    room = LARGEUR - NOMS - VALEURS
    return {
        "libelle": libelle,
        "largeur": LARGEUR,
        "hauteur": PAS * len(lignes),
        "epaisseur": EPAISSEUR,
        "noms": NOMS - 12,
        "gauche": NOMS,
        "lignes": [
            {
                "nom": nom if len(nom) <= _LETTRES else f"{nom[: _LETTRES - 1]}…",
                "texte": texte,
                "y": rang * PAS + 8,
                "base": rang * PAS + 31,
                "longueur": max(round(room * valeur / most), 2),
                "fin": NOMS + max(round(room * valeur / most), 2) + 10,
            }
            for rang, (nom, valeur, texte) in enumerate(lignes)
        ],
    }


@register.inclusion_tag("composants/courbe.html")
def courbe(points: Sequence[tuple[str, float | None, str]], libelle: str) -> dict[str, Any]:
    """`points`: (short name, share from 0 to 1 or None, share as written), in order of time."""
    known = [share for _, share, _ in points if share is not None]
    top = _round_up(max(known, default=0))
    step = (DROITE - GAUCHE) / max(len(points) - 1, 1)

    def height(share: float) -> int:
        return round(BAS - (BAS - HAUT) * share / top)

    drawn = [
        {"x": round(GAUCHE + rang * step), "y": height(share), "texte": texte}
        for rang, (_, share, texte) in enumerate(points)
        if share is not None
    ]
    path = " ".join(f"{'L' if rang else 'M'}{p['x']} {p['y']}" for rang, p in enumerate(drawn))
    return {
        "libelle": libelle,
        "largeur": LARGEUR,
        "points": drawn,
        "trace": path,
        "aire": f"{path} L{drawn[-1]['x']} {BAS} L{drawn[0]['x']} {BAS} Z" if drawn else "",
        "gauche": GAUCHE,
        "droite": DROITE,
        "lignes": [
            {"y": height(top * part / 4), "texte": f"{round(top * part * 25)}\u00a0%"}
            for part in range(5)
        ],
        "mois": [
            {"x": round(GAUCHE + rang * step), "texte": nom}
            for rang, (nom, _, _) in enumerate(points)
        ],
        "pied": BAS + 32,
        "hauteur": BAS + 44,
    }


def _round_up(share: float) -> float:
    """The top of an axis that four lines divide into whole percents."""
    for top in (0.04, 0.08, 0.12, 0.2, 0.32, 0.4, 0.6, 0.8):
        if share <= top:
            return top
    return 1.0
