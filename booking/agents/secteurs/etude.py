"""What the pages of a couche read of its study: findings of both rooms, secteurs in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from booking.agents.secteurs.lignes import sentence_of
from booking.agents.secteurs.mots import TITRES, count_words
from booking.services.desserte import Desserte, read_desserte
from sectorisation.bilan import Bilan, bilan_of
from sectorisation.controles import Constat, Rapport
from sectorisation.models import Couche, Secteur
from sectorisation.numerotation import Numero, in_order, number_secteurs
from sectorisation.publication import local_day
from sectorisation.repertoire import count_by_secteur

# Findings told in addresses; the others in their own number.
_EN_ADRESSES = ("ADRESSE_ORPHELINE", "ADRESSE_DOUBLE")


@dataclass(frozen=True, slots=True)
class Lecture:
    """A study as pages show it. `a_jour`: whether the draft is still the one studied."""

    couche: Couche
    bilan: Bilan
    a_jour: bool
    secteurs: tuple[Secteur, ...]
    desserte: Desserte
    rapport: Rapport

    @property
    def inchange(self) -> bool:
        """The draft would serve what the version in service serves."""
        publiee = self.couche.version_publiee
        return publiee is not None and publiee.empreinte == self.bilan.empreinte

    @property
    def numeros(self) -> dict[int, Numero]:
        return number_secteurs({secteur.pk: secteur.code for secteur in self.secteurs})

    def constat(self, cle: str) -> Constat | None:
        return next((c for c in self.rapport.constats if c.cle == cle), None)


def read_study(couche: Couche, now: dt.datetime) -> Lecture:
    """The last study of the draft, with what booking knows: who receives each secteur."""
    bilan, a_jour = bilan_of(couche, now)
    desserte = read_desserte(couche=couche, today=local_day(couche, now))
    secteurs = tuple(in_order(Secteur.objects.filter(couche=couche)))
    constats = [
        *bilan.rapport.constats,
        *desserte.findings(secteurs, bilan.effectifs),
    ]
    return Lecture(couche, bilan, a_jour, secteurs, desserte, Rapport.of(constats))


def summary_of(lecture: Lecture) -> list[dict[str, object]]:
    """One line a kind of finding, then what is well."""
    par_code: defaultdict[str, list[Constat]] = defaultdict(list)
    for constat in lecture.rapport.constats:
        par_code[constat.code].append(constat)
    lignes: list[dict[str, object]] = []
    for code, constats in par_code.items():
        nombre = len(constats)
        if code in _EN_ADRESSES:
            nombre = sum(c.adresses for c in constats) or nombre
        chose, suite = TITRES[code]
        lignes.append(
            {
                "code": code,
                "nombre": count_words(nombre, chose),
                "suite": suite,
                "bloquant": constats[0].bloquant,
                "exemple": _example(constats),
            }
        )
    return lignes


def well_of(lecture: Lecture) -> list[tuple[str, str, str]]:
    """What is in order: (how many, what, detail)."""
    bilan, trouves = lecture.bilan, lecture.rapport.by_code()
    bien = []
    placees = bilan.adresses - bilan.orphelines - _doubled(lecture.rapport)
    if placees > 0:
        part = f"{100 * placees / bilan.adresses:.1f}".replace(".", ",").removesuffix(",0")
        bien.append(
            (count_words(placees, "adresse"), "dans un seul secteur", f"{part} % du territoire")
        )
    servis = len(lecture.secteurs) - trouves.get("SANS_LIEU", 0)
    if servis and any(lecture.desserte.lieux.values()):
        verbe = "ont un lieu ouvert" if servis > 1 else "a un lieu ouvert"
        bien.append((count_words(servis, "secteur"), verbe, ""))
    return bien


def rows_of(lecture: Lecture) -> list[dict[str, object]]:
    """The table of secteurs: rules, addresses, what changes, who receives, in what state."""
    regles = count_by_secteur(lecture.couche)
    par_secteur: defaultdict[int, list[Constat]] = defaultdict(list)
    for constat in lecture.rapport.constats:
        for secteur_id in constat.secteurs:
            par_secteur[secteur_id].append(constat)
    touches = {
        s.id
        for passage in lecture.bilan.passages
        for s in (passage.avant, passage.apres)
        if s is not None
    }
    numeros = lecture.numeros
    lignes = []
    for secteur in lecture.secteurs:
        avant, apres = lecture.bilan.effectifs.get(secteur.pk, (0, 0))
        constats = par_secteur[secteur.pk]
        lignes.append(
            {
                "secteur": secteur,
                "numero": numeros[secteur.pk],
                "regles": sentence_of(regles.get(secteur.pk, {})),
                "adresses": apres,
                "ecart": apres - avant if lecture.bilan.publiee else None,
                "lieux": lecture.desserte.lieux.get(secteur.pk, ()),
                "constats": len(constats),
                "bloque": any(c.bloquant for c in constats),
                "modifie": bool(lecture.bilan.publiee) and secteur.pk in touches,
            }
        )
    return lignes


def _example(constats: list[Constat]) -> str:
    premier = constats[0]
    if premier.exemples:
        return premier.exemples[0]
    return premier.phrase if len(constats) == 1 else ""


def _doubled(rapport: Rapport) -> int:
    return sum(c.adresses for c in rapport.constats if c.code == "ADRESSE_DOUBLE")
