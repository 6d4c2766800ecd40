"""Trying an address on any version of a couche, as an usager would type it.

The same questions as the address step of the journey, in the same order; nothing is kept.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from booking.errors import AdressesIndisponibles
from sectorisation.adresses.interface import Candidat, Geocodeur, geocodeur_for
from sectorisation.brouillon import draft_version
from sectorisation.explication import Explication, explain, rules_of_street
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version
from sectorisation.rattachement import Rattachement
from sectorisation.regles import RegleFigee, Secteur
from sectorisation.routage import SCORE_MINIMUM, Decision, decide

CANDIDATS = 6
"""As many matches as the journey shows."""


class Reponse(TextChoices):
    """Which version of a couche answers."""

    PUBLIEE = "publiee", "Version publiée"
    A_BLANC = "a_blanc", "Version à blanc"
    BROUILLON = "brouillon", "Brouillon"


class Issue(TextChoices):
    """What the journey does of an address."""

    ROUTER = "router", "Le parcours va aux lieux"
    DEMANDER_NUMERO = "demander_numero", "Le parcours demande le numéro"
    DEMANDER_VOIE = "demander_voie", "Le parcours demande la rue"
    CHOISIR = "choisir", "Le parcours demande de choisir"
    INTROUVABLE = "introuvable", "Adresse introuvable"
    HORS_TERRITOIRE = "hors_territoire", "Hors du territoire"
    INDETERMINE = "indetermine", "Secteur indéterminé"


@dataclass(frozen=True, slots=True)
class Suite:
    """What comes of an address on one version, and why, in French."""

    issue: Issue
    raison: str
    rattachement: Rattachement


@dataclass(frozen=True, slots=True)
class Piste:
    """One match of the text, and what comes of it when the usager picks it."""

    candidat: Candidat
    suite: Suite


@dataclass(frozen=True, slots=True)
class Essai:
    """What a text leads to. `suite` is for the text itself, before anyone picks.

    `choisie` is the match explained: `explication` says why its secteur or, when the journey
    asks for more, `voie` and `secteurs` what shares its street and its commune out.
    """

    suite: Suite
    pistes: tuple[Piste, ...] = ()
    choisie: Piste | None = None
    explication: Explication | None = None
    voie: tuple[RegleFigee, ...] = ()
    secteurs: tuple[Secteur, ...] = ()


def versions_of(couche: Couche) -> list[Reponse]:
    """The versions that may answer: the draft always does."""
    trouvees = [
        (Reponse.PUBLIEE, couche.version_publiee_id),
        (Reponse.A_BLANC, couche.version_a_blanc_id),
    ]
    return [*(reponse for reponse, pk in trouvees if pk), Reponse.BROUILLON]


def version_for(couche: Couche, reponse: Reponse, *, now: dt.datetime) -> Version | None:
    """The version itself. The draft is compiled when first asked for: some seconds."""
    if reponse is Reponse.BROUILLON:
        return draft_version(couche, now=now)
    return couche.version_publiee if reponse is Reponse.PUBLIEE else couche.version_a_blanc


def try_text(
    *, couche: Couche, texte: str, version: Version | None, identifiant: str = ""
) -> Essai:
    """What the journey does of a text. `identifiant` picks one of its matches, else the first.

    Raises AdressesIndisponibles when the address file is lost or damaged.
    """
    geocodeur = geocodeur_for(couche.territoire)
    try:
        candidats = geocodeur.search(texte, limit=CANDIDATS)
    except (OSError, sqlite3.Error) as panne:
        raise AdressesIndisponibles from panne
    decision = decide(candidats, couche=couche, geocodeur=geocodeur, texte=texte, version=version)
    suite = _suite(decision, version)
    pistes = tuple(
        Piste(c, pick(couche=couche, candidat=c, version=version, geocodeur=geocodeur))
        for c in (() if suite.issue is Issue.HORS_TERRITOIRE else candidats)
    )
    if not pistes:
        return Essai(suite)
    choisie = next((p for p in pistes if p.candidat.id == identifiant), pistes[0])
    index = index_for(version) if version else None
    if index is None:
        return Essai(suite, pistes, choisie)
    candidat, issue = choisie.candidat, choisie.suite.issue
    if issue not in (Issue.DEMANDER_NUMERO, Issue.DEMANDER_VOIE):
        pourquoi = explain(index, choisie.suite.rattachement, candidat)
        return Essai(suite, pistes, choisie, pourquoi)
    possibles = index.secteurs_of_commune(candidat.citycode)
    return Essai(
        suite,
        pistes,
        choisie,
        voie=rules_of_street(index, candidat),
        secteurs=tuple(s for pk, s in sorted(index.secteurs.items()) if pk in possibles),
    )


def pick(
    *, couche: Couche, candidat: Candidat, version: Version | None, geocodeur: Geocodeur
) -> Suite:
    """What the journey does once the usager has picked this match."""
    decision = decide([candidat], couche=couche, geocodeur=geocodeur, chosen=True, version=version)
    return _suite(decision, version)


def compare(
    *, couche: Couche, candidat: Candidat, reponses: Sequence[Reponse], now: dt.datetime
) -> dict[Reponse, Suite]:
    """One match on several versions, side by side."""
    geocodeur = geocodeur_for(couche.territoire)
    return {
        reponse: pick(
            couche=couche,
            candidat=candidat,
            version=version_for(couche, reponse, now=now),
            geocodeur=geocodeur,
        )
        for reponse in reponses
    }


def _suite(decision: Decision, version: Version | None) -> Suite:
    trouve = decision.rattachement
    if trouve.statut in ("hors_territoire", "indetermine"):
        issue = Issue(trouve.statut)
    else:
        issue = Issue(decision.action)
    return Suite(issue, _raison(issue, decision, version), trouve)


def _raison(issue: Issue, decision: Decision, version: Version | None) -> str:
    candidats = decision.candidats
    match issue:
        case Issue.INTROUVABLE:
            return "Rien ne ressemble à ce texte dans la base d’adresses."
        case Issue.HORS_TERRITOIRE if not candidats:
            return "Le code postal est celui d’un autre territoire."
        case Issue.HORS_TERRITOIRE:
            return "Le point n’est dans aucune commune du territoire."
        case Issue.INDETERMINE if version is None:
            return "Aucune version n’est publiée."
        case Issue.INDETERMINE:
            return "Aucune règle ne tient cette adresse."
        case Issue.DEMANDER_NUMERO:
            return "La voie passe par plusieurs secteurs."
        case Issue.DEMANDER_VOIE:
            return "La commune a plusieurs secteurs."
        case Issue.CHOISIR if candidats[0].score < SCORE_MINIMUM:
            return (
                f"Le meilleur résultat ne ressemble qu’à {percent(candidats[0].score)} : "
                f"il en faut {percent(SCORE_MINIMUM)}."
            )
        case Issue.CHOISIR:
            return "Plusieurs résultats se ressemblent trop pour décider seul."
    genre = candidats[0].type
    if genre == "municipality":
        return "Toute la commune est dans un seul secteur."
    if genre == "street":
        return "Les numéros de la voie sont dans un seul secteur."
    return "L’adresse est connue avec précision."


def percent(score: float) -> str:
    """ "85 %", with a space that does not break."""
    return f"{score:.0%}".replace("%", " %")
