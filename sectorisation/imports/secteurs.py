"""Imports secteurs: drawn areas from GeoJSON, lists of communes from CSV."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from sectorisation.errors import ImportRefuse
from sectorisation.imports.geojson import read_areas, to_geojson
from sectorisation.imports.tableur import insee_code, open_rows
from sectorisation.models import AncienneCommune, Commune, Couche, Regle, Secteur, Territoire

_MAX_PHRASES = 20


@dataclass(slots=True)
class _SecteurLu:
    """One secteur of a file, with the rules of one kind that the file gives it."""

    couche: str
    code: str
    nom: str
    priorite: int = 0
    communes: list[str] = field(default_factory=list)
    polygones: list[dict[str, Any]] = field(default_factory=list)


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
    *, territoire: Territoire, chemin: Path, couche: str = "", simulate: bool = False
) -> BilanSecteurs:
    """Creates or updates the secteurs a file names, all or nothing; others are left alone.

    GeoJSON replaces the polygons of these secteurs, CSV their communes, so that both may feed one
    couche. `couche` is the slug used where the file names none. With `simulate`, nothing is kept.
    Raises ImportRefuse.
    """
    with chemin.open("rb") as fichier:
        debut = fichier.read(256).lstrip(b"\xef\xbb\xbf \r\n\t")
    dessin = debut[:1] in (b"{", b"[") or chemin.suffix.lower() in (".geojson", ".json")
    lus = _read_geojson(chemin, couche) if dessin else _read_csv(chemin, couche, territoire)
    bilan: BilanSecteurs | None = None
    try:
        with transaction.atomic():
            bilan = _write(territoire, lus, dessin=dessin)
            if simulate:
                raise _Simulation
    except _Simulation:
        pass
    assert bilan is not None  # noqa: S101 - only _Simulation is swallowed, and it comes after
    return bilan


def _read_geojson(chemin: Path, defaut: str) -> list[_SecteurLu]:
    lus: dict[tuple[str, str], _SecteurLu] = {}
    for objet in read_areas(chemin):
        nom = objet.text("nom", "name", "secteur", "libelle")
        code = objet.text("code", "secteur_code", "id") or nom
        if not code:
            raise ImportRefuse(f"Objet n° {objet.rang} : le secteur n'a ni nom ni code.")
        couche = _couche_slug(objet.text("couche") or defaut, f"Objet n° {objet.rang}")
        priorite = objet.text("priorite")
        lu = lus.setdefault((couche, _code(code)), _SecteurLu(couche, _code(code), nom or code))
        if priorite.lstrip("-").isdigit():
            lu.priorite = max(-1000, min(1000, int(priorite)))
        lu.polygones += [to_geojson(polygone) for polygone in objet.polygones]
    return list(lus.values())


def _read_csv(chemin: Path, defaut: str, territoire: Territoire) -> list[_SecteurLu]:
    communes = set(Commune.objects.filter(territoire=territoire).values_list("insee", flat=True))
    anciennes = dict(
        AncienneCommune.objects.filter(territoire=territoire).values_list("insee", "commune__insee")
    )
    lus: dict[tuple[str, str], _SecteurLu] = {}
    vues: defaultdict[str, dict[str, int]] = defaultdict(dict)
    phrases: list[str] = []
    with open_rows(chemin) as (entetes, lignes):
        colonne = next((c for c in ("code_insee", "insee", "code_commune") if c in entetes), None)
        if colonne is None or not {"secteur", "secteur_nom", "code_secteur"} & set(entetes):
            raise ImportRefuse(
                "Ligne 1 : colonnes attendues « code_insee » et « secteur » "
                "(« couche », « code_secteur » et « priorite » au besoin)."
            )
        for numero, ligne in lignes:
            if len(phrases) >= _MAX_PHRASES:
                break
            nom = (ligne.get("secteur") or ligne.get("secteur_nom") or "").strip()
            code = (ligne.get("code_secteur") or nom).strip()
            lu_insee = insee_code(ligne.get(colonne, ""))
            insee = lu_insee if lu_insee in communes else anciennes.get(lu_insee, "")
            if not code:
                phrases.append(f"Ligne {numero} : secteur absent.")
                continue
            if not insee:
                phrases.append(
                    f"Ligne {numero} : la commune « {lu_insee[:20]} » n'est pas du territoire."
                )
                continue
            couche = _couche_slug((ligne.get("couche") or "").strip() or defaut, f"Ligne {numero}")
            cle = (couche, _code(code))
            deja = vues[couche].get(insee)
            lu = lus.setdefault(cle, _SecteurLu(couche, cle[1], nom or code))
            if deja and insee not in lu.communes:
                phrases.append(
                    f"Ligne {numero} : la commune {insee} est déjà dans un autre secteur, "
                    f"ligne {deja}."
                )
                continue
            vues[couche][insee] = deja or numero
            priorite = (ligne.get("priorite") or "").strip()
            if priorite.lstrip("-").isdigit():
                lu.priorite = max(-1000, min(1000, int(priorite)))
            if insee not in lu.communes:
                lu.communes.append(insee)
    if phrases:
        raise ImportRefuse(*phrases)
    if not lus:
        raise ImportRefuse("Ce fichier ne contient aucun secteur.")
    return list(lus.values())


def _couche_slug(brut: str, ou: str) -> str:
    slug = slugify(brut)[:50]
    if not slug:
        raise ImportRefuse(f"{ou} : la couche n'est pas nommée (colonne « couche » ou --couche).")
    return slug


def _code(brut: str) -> str:
    return brut if len(brut) <= 40 and brut.isascii() and " " not in brut else slugify(brut)[:40]


def _write(territoire: Territoire, lus: list[_SecteurLu], *, dessin: bool) -> BilanSecteurs:
    crees = modifies = regles = 0
    couches: dict[str, Couche] = {}
    for lu in lus:
        if lu.couche not in couches:
            couches[lu.couche], _ = Couche.objects.get_or_create(
                territoire=territoire,
                slug=lu.couche,
                defaults={"nom": lu.couche.replace("-", " ").capitalize()},
            )
        secteur, nouveau = Secteur.objects.get_or_create(
            couche=couches[lu.couche],
            code=lu.code,
            defaults={
                "territoire": territoire, "nom": lu.nom[:100], "priorite": lu.priorite,
            },
        )  # fmt: skip
        change = _rename(secteur, lu) | _replace_rules(secteur, lu, dessin=dessin)
        crees += nouveau
        modifies += change and not nouveau
        regles += len(lu.polygones) if dessin else 1
    return BilanSecteurs(tuple(couches), crees, modifies, len(lus) - crees - modifies, regles)


def _rename(secteur: Secteur, lu: _SecteurLu) -> bool:
    if (secteur.nom, secteur.priorite) == (lu.nom[:100], lu.priorite):
        return False
    secteur.nom, secteur.priorite = lu.nom[:100], lu.priorite
    secteur.save(update_fields=["nom", "priorite"])
    return True


def _replace_rules(secteur: Secteur, lu: _SecteurLu, *, dessin: bool) -> bool:
    """Rewrites the secteur's rules of one kind when they differ; their identifiers stay otherwise."""
    genre = Regle.Genre.POLYGONE if dessin else Regle.Genre.COMMUNE
    presentes = Regle.objects.filter(secteur=secteur, genre=genre).order_by("id")
    if dessin:
        if [r.geometrie for r in presentes] == lu.polygones:
            return False
        neuves = [Regle(genre=genre, geometrie=geometrie) for geometrie in lu.polygones]
    else:
        codes = sorted(lu.communes)
        if [sorted(r.communes) for r in presentes] == [codes]:
            return False
        neuves = [Regle(genre=genre, communes=codes)]
    presentes.delete()
    for regle in neuves:
        regle.secteur = secteur
        regle.save()
    return True
