"""The words of findings and counts, as référents read them."""

from __future__ import annotations

from sectorisation.controles.francais import nombre

# Code of a finding -> (what is counted, what is said of it).
TITRES: dict[str, tuple[str, str]] = {
    "INVALIDE": ("contour", "à redresser"),
    "RECOUVREMENT": ("chevauchement", "entre secteurs"),
    "ECHARDE": ("bande étroite", "entre secteurs"),
    "LACUNE": ("partie de commune", "sans secteur"),
    "DEHORS": ("polygone", "hors du territoire"),
    "ADRESSE_ORPHELINE": ("adresse", "sans secteur"),
    "ADRESSE_DOUBLE": ("adresse", "dans deux secteurs"),
    "COMMUNE_COUPEE": ("commune", "entre plusieurs secteurs"),
    "REGLE_VIDE": ("règle", "sans aucune adresse"),
    "SANS_LIEU": ("secteur", "sans lieu ouvert"),
}


def count_words(combien: int, chose: str) -> str:
    """ "1 adresse", "2 parties de commune": every word agrees, up to a complement."""
    if abs(combien) > 1:
        tete, de, complement = chose.partition(" de ")
        accorde = " ".join(mot if mot.endswith("s") else f"{mot}s" for mot in tete.split())
        chose = f"{accorde}{de}{complement}"
    return f"{nombre(combien)} {chose}"
