"""Rules and matches in the words of a référent."""

from __future__ import annotations

from collections.abc import Mapping

from sectorisation.explication import Defaite
from sectorisation.regles import Departage, RegleFigee

TYPES = {
    "housenumber": "Numéro",
    "street": "Voie",
    "locality": "Lieu-dit",
    "municipality": "Commune",
}

GENRES = {
    "adresse": "Adresse seule",
    "voie": "Voie",
    "polygone": "Polygone",
    "commune": "Commune",
    "voisinage": "Adresses voisines",
    "proche": "Polygone à moins de 50 m",
}

DEPARTAGES: dict[Departage, str] = {
    "": "",
    "commune": "L’autre polygone n’est pas dans la commune de l’adresse.",
    "priorite": "Sa priorité est la plus grande.",
    "precision": "Une part de la voie l’emporte sur la voie entière.",
    "surface": "Le plus petit polygone l’emporte.",
    "identifiant": "Rien ne les départage : la plus ancienne l’emporte.",
}

DEFAITES: dict[Defaite, str] = {
    "genre": "Une règle plus précise l’emporte.",
    "meme_secteur": "Elle donne le même secteur.",
    "voisinage": "Sans voie connue, les adresses voisines parlent d’abord.",
    "commune": "Ce polygone n’est pas dans la commune de l’adresse.",
    "priorite": "Sa priorité est plus petite.",
    "precision": "Elle tient la voie entière : une part de la voie l’emporte.",
    "surface": "Ce polygone est plus grand.",
    "identifiant": "Rien ne les départage : la plus ancienne l’emporte.",
}

_MAX_COMMUNES = 3


def rule_title(regle: RegleFigee, noms: Mapping[str, str], commune: str = "") -> str:
    """What a rule says. `noms`: communes by INSEE code; `commune`: the one that matters here."""
    if regle.genre != "commune":
        return regle.libelle or regle.adresse or f"Polygone du secteur {regle.secteur.nom}"
    cites = [commune] if commune in regle.communes else list(regle.communes[:_MAX_COMMUNES])
    titre = ", ".join(noms.get(code, code) for code in cites)
    autres = len(regle.communes) - len(cites)
    return f"{titre} et {autres} autre{'s' if autres > 1 else ''}" if autres else titre
