"""Imports secteurs: drawn areas from GeoJSON; communes, streets and addresses from CSV."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from sectorisation.edition import touch
from sectorisation.errors import ImportRefuse
from sectorisation.imports.geojson import read_areas
from sectorisation.imports.lecture import Champs, Lecture, couche_slug, read_table, secteur_code
from sectorisation.models import Couche, Regle, Secteur, Territoire
from sectorisation.traces import to_geojson

_MAX_PHRASES = 20


@dataclass(slots=True)
class _SecteurLu:
    """One secteur of a file, with the rules that the file gives it, as fields of Regle."""

    couche: str
    code: str
    nom: str
    priorite: int | None = None
    regles: list[Champs] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BilanSecteurs:
    couches: tuple[str, ...]
    crees: int
    modifies: int
    inchanges: int
    regles: int


class _Simulation(Exception):
    """Undoes the transaction of a dry run, once everything has been tried for real."""


def import_secteurs(
    *,
    territoire: Territoire,
    chemin: Path,
    couche: str = "",
    simulate: bool = False,
    decisions: Mapping[int, str] | None = None,
) -> BilanSecteurs:
    """Creates or updates the secteurs a file names, all or nothing; others are left alone.

    A file replaces, in the secteurs it names, the kinds of rules it can hold: drawn areas for
    GeoJSON, communes for a list of communes, streets and addresses too for a table that has their
    columns. So several files may feed one couche. `couche` is the slug used where the file names
    none; `decisions` see `read_table`. With `simulate`, nothing is kept. Raises ImportRefuse.
    """
    if is_drawing(chemin):
        lus, genres = _read_geojson(chemin, couche)
    else:
        lecture = read_table(
            territoire=territoire, chemin=chemin, couche=couche, decisions=decisions
        )
        lus, genres = _gather(lecture), lecture.genres
    bilan: BilanSecteurs | None = None
    try:
        with transaction.atomic():
            bilan = _write(territoire, lus, genres)
            if simulate:
                raise _Simulation
    except _Simulation:
        pass
    assert bilan is not None  # noqa: S101 - only _Simulation is swallowed, and it comes after
    return bilan


def is_drawing(chemin: Path) -> bool:
    """True for GeoJSON, by what the file begins with as by its name."""
    with chemin.open("rb") as fichier:
        debut = fichier.read(256).lstrip(b"\xef\xbb\xbf \r\n\t")
    return debut[:1] in (b"{", b"[") or chemin.suffix.lower() in (".geojson", ".json")


def _read_geojson(chemin: Path, defaut: str) -> tuple[list[_SecteurLu], frozenset[str]]:
    lus: dict[tuple[str, str], _SecteurLu] = {}
    genres = {"polygone"}
    for objet in read_areas(chemin, points=True):
        nom = objet.text("nom", "name", "secteur", "libelle")
        code = objet.text("code", "secteur_code", "id") or nom
        if not code:
            raise ImportRefuse(f"Objet n° {objet.rang} : le secteur n'a ni nom ni code.")
        try:
            slug = couche_slug(objet.text("couche") or defaut)
        except ImportRefuse as refus:
            raise ImportRefuse(f"Objet n° {objet.rang} : {refus}") from None
        cle = (slug, secteur_code(code))
        lu = lus.setdefault(cle, _SecteurLu(*cle, nom or code))
        priorite = objet.text("priorite")
        if priorite.lstrip("-").isdigit():
            lu.priorite = max(-1000, min(1000, int(priorite)))
        if objet.point is not None:
            genres.add("adresse")
            # An address that no polygon can tell from its neighbours is a rule of its own.
            identifiant, libelle = objet.text("id_adresse")[:60], objet.text("adresse")[:200]
            lu.regles.append({"genre": "adresse", "adresse_id": identifiant, "libelle": libelle})
        lu.regles += [
            {"genre": "polygone", "geometrie": to_geojson(polygone)} for polygone in objet.polygones
        ]
    return list(lus.values()), frozenset(genres)


def _gather(lecture: Lecture) -> list[_SecteurLu]:
    """Secteurs of a table; its communes in one rule a secteur, priority and dates."""
    raisons = lecture.reasons()
    if raisons:
        reste = len(raisons) - _MAX_PHRASES
        raise ImportRefuse(
            *raisons[:_MAX_PHRASES], *([f"Et {reste} autres lignes."] if reste > 0 else [])
        )
    lus: dict[tuple[str, str], _SecteurLu] = {}
    for ligne in lecture.lignes:
        cle = (ligne.couche, ligne.code)
        lu = lus.setdefault(cle, _SecteurLu(*cle, ligne.nom))
        champs: Champs = {"genre": str(ligne.genre), **ligne.champs}
        if ligne.genre != Regle.Genre.COMMUNE:
            if champs not in lu.regles:
                lu.regles.append(champs)
            continue
        codes = champs.pop("communes")
        pareilles = (r for r in lu.regles if champs.items() <= r.items())
        if (pareille := next(pareilles, None)) is None:
            lu.regles.append({**champs, "communes": codes})
        else:
            pareille["communes"] = sorted({*pareille["communes"], *codes})
    if not lus:
        raise ImportRefuse("Ce fichier ne contient aucun secteur.")
    return list(lus.values())


def _write(territoire: Territoire, lus: list[_SecteurLu], genres: frozenset[str]) -> BilanSecteurs:
    """Writes couche by couche, in a number of queries that does not grow with the secteurs."""
    par_couche: defaultdict[str, list[_SecteurLu]] = defaultdict(list)
    for lu in lus:
        par_couche[lu.couche].append(lu)
    crees = modifies = 0
    for slug, siens in par_couche.items():
        couche, _ = Couche.objects.get_or_create(
            territoire=territoire,
            slug=slug,
            defaults={"nom": slug.replace("-", " ").capitalize()},
        )
        nouveaux, renommes = _write_secteurs(couche, siens)
        changes = _write_rules(couche, siens, genres)
        if nouveaux or renommes or changes:
            touch(couche)
        crees += len(nouveaux)
        modifies += len((renommes | changes) - nouveaux)
    regles = sum(len(lu.regles) for lu in lus)
    return BilanSecteurs(tuple(par_couche), crees, modifies, len(lus) - crees - modifies, regles)


def _write_secteurs(couche: Couche, lus: list[_SecteurLu]) -> tuple[set[str], set[str]]:
    """Codes of the secteurs created, and of those renamed."""
    connus = {s.code: s for s in Secteur.objects.filter(couche=couche)}
    nouveaux = [
        Secteur(
            territoire_id=couche.territoire_id, couche=couche, code=lu.code, nom=lu.nom[:100],
            priorite=lu.priorite or 0,
        )
        for lu in lus if lu.code not in connus
    ]  # fmt: skip
    renommes = []
    for lu in lus:
        secteur = connus.get(lu.code)
        if secteur is None:
            continue
        priorite = secteur.priorite if lu.priorite is None else lu.priorite
        if (secteur.nom, secteur.priorite) != (lu.nom[:100], priorite):
            secteur.nom, secteur.priorite = lu.nom[:100], priorite
            renommes.append(secteur)
    Secteur.objects.bulk_create(nouveaux, batch_size=500)
    Secteur.objects.bulk_update(renommes, ["nom", "priorite"], batch_size=200)
    return {s.code for s in nouveaux}, {s.code for s in renommes}


def _write_rules(couche: Couche, lus: list[_SecteurLu], genres: frozenset[str]) -> set[str]:
    """Makes the rules of these kinds those of the file; equal ones keep their row.

    Gives the codes of the secteurs that changed.
    """
    codes = {lu.code for lu in lus}
    secteurs = {s.code: s for s in Secteur.objects.filter(couche=couche) if s.code in codes}
    par_id = {s.pk: s for s in secteurs.values()}
    presentes = {
        (regle.secteur_id, _signature(regle)): regle.pk
        for regle in Regle.objects.of_couche(couche).filter(genre__in=genres).order_by("id")
        if regle.secteur_id in par_id
    }
    neuves, gardees = [], set()
    for lu in lus:
        for champs in lu.regles:
            regle = Regle(secteur=secteurs[lu.code], **champs)
            regle.normalise()
            connue = presentes.get((regle.secteur_id, _signature(regle)))
            if connue is None:
                neuves.append(regle)
            else:
                gardees.add(connue)
    perdues = {cle: pk for cle, pk in presentes.items() if pk not in gardees}
    Regle.objects.filter(pk__in=perdues.values()).delete()
    Regle.objects.bulk_create(neuves, batch_size=200)
    changes = {regle.secteur_id for regle in neuves} | {secteur for secteur, _ in perdues}
    return {par_id[secteur].code for secteur in changes}


_CHAMPS = (
    "genre", "priorite", "valide_du", "valide_au", "communes", "geometrie", "insee", "voies",
    "voie_nom", "numero_du", "numero_au", "parite", "suffixes", "adresse_id", "libelle",
)  # fmt: skip


def _signature(regle: Regle) -> str:
    """Equal for rules that say the same; databases do not keep the order of keys."""
    valeurs: list[Any] = [getattr(regle, nom) for nom in _CHAMPS]
    listes = [sorted(v) if isinstance(v, list) else v for v in valeurs]
    return json.dumps(listes, sort_keys=True, default=str)
