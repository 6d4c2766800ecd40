"""What a file would change in the draft of a couche, then changing it.

A plan is made of reads alone: a dry run makes one and stops there.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from shapely.geometry import Polygon

from sectorisation.edition import touch
from sectorisation.models import Couche, Regle, Secteur, Territoire
from sectorisation.traces import to_geojson

Champs = dict[str, Any]
# How many rows one statement may name.
_LOT = 10_000
_LOT_DESSINS = 200
Etat = Literal["cree", "modifie", "inchange"]


@dataclass(slots=True)
class SecteurLu:
    """One secteur of a file, with the rules that the file gives it, as fields of Regle.

    Drawn rules hold a shape until they are written: a million coordinates kept as lists would cost
    more than all the rest of the import.
    """

    couche: str
    code: str
    nom: str
    priorite: int | None = None
    regles: list[Champs] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SecteurPrevu:
    """What becomes of one secteur; `regles` counts those the file gives it."""

    couche: str
    code: str
    nom: str
    etat: Etat
    regles: int


@dataclass(frozen=True, slots=True)
class Compte:
    """Rules of one kind: in the file, new ones, and those that the file no longer holds."""

    genre: str
    total: int
    ajoutees: int
    retirees: int


@dataclass(frozen=True, slots=True)
class BilanSecteurs:
    """What an import did, or would do."""

    secteurs: tuple[SecteurPrevu, ...]
    comptes: tuple[Compte, ...]

    @property
    def couches(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.couche for s in self.secteurs))

    @property
    def crees(self) -> int:
        return self._count("cree")

    @property
    def modifies(self) -> int:
        return self._count("modifie")

    @property
    def inchanges(self) -> int:
        return self._count("inchange")

    @property
    def regles(self) -> int:
        return sum(compte.total for compte in self.comptes)

    @property
    def sans_effet(self) -> bool:
        """True when everything is already as the file says."""
        return not self.crees and not self.modifies

    def _count(self, etat: Etat) -> int:
        return sum(secteur.etat == etat for secteur in self.secteurs)


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows that one couche gains and loses."""

    couche: Couche
    lus: Sequence[SecteurLu]
    nouveaux: list[Secteur]
    renommes: list[Secteur]
    neuves: list[Regle]
    perdues: dict[int, tuple[str, str]]  # row -> (code of its secteur, kind)

    def carry_out(self) -> None:
        """Writes it, by batches; the caller holds the transaction."""
        if not (self.nouveaux or self.renommes or self.neuves or self.perdues):
            return
        Secteur.objects.bulk_create(self.nouveaux, batch_size=500)
        Secteur.objects.bulk_update(self.renommes, ["nom", "priorite"], batch_size=200)
        perdues = list(self.perdues)
        for debut in range(0, len(perdues), _LOT):
            Regle.objects.filter(pk__in=perdues[debut : debut + _LOT]).delete()
        for debut in range(0, len(self.neuves), _LOT_DESSINS):
            lot = self.neuves[debut : debut + _LOT_DESSINS]
            Regle.objects.bulk_create(_as_written(regle) for regle in lot)
        touch(self.couche)

    def foresee(self) -> list[SecteurPrevu]:
        crees = {same_code(s.code) for s in self.nouveaux}
        changes = {same_code(s.code) for s in self.renommes}
        changes |= {same_code(regle.secteur.code) for regle in self.neuves}
        changes |= {code for code, _ in self.perdues.values()}

        def etat(code: str) -> Etat:
            return "cree" if code in crees else "modifie" if code in changes else "inchange"

        return [
            SecteurPrevu(lu.couche, lu.code, lu.nom, etat(same_code(lu.code)), len(lu.regles))
            for lu in self.lus
        ]


def plan_couche(*, couche: Couche, lus: Sequence[SecteurLu], genres: frozenset[str]) -> Plan:
    """What makes the rules of these kinds those of the file; equal ones keep their row.

    `couche` may not be saved yet. Secteurs that the file does not name are left alone.
    """
    secteurs = Secteur.objects.filter(couche=couche) if couche.pk else ()
    tous = {same_code(s.code): s for s in secteurs}
    renommes = _renamed(tous, lus)
    nouveaux = [
        Secteur(
            territoire_id=couche.territoire_id, couche=couche, code=lu.code, nom=lu.nom[:100],
            priorite=lu.priorite or 0,
        )
        for lu in lus if same_code(lu.code) not in tous
    ]  # fmt: skip
    tous |= {same_code(s.code): s for s in nouveaux}
    presentes = _present(couche, lus, genres) if couche.pk else {}
    avec_regles = {code for code, _ in presentes}
    neuves, gardees = [], set()
    for lu in lus:
        code = same_code(lu.code)
        for champs in lu.regles:
            regle = Regle(secteur=tous[code], **champs)
            regle.normalise()
            # Comparing costs as much as writing: spared where there is nothing to compare with.
            connue = presentes.get((code, _signature(regle))) if code in avec_regles else None
            if connue is None:
                neuves.append(regle)
            else:
                gardees.add(connue[0])
    perdues = {
        pk: (code, genre) for (code, _), (pk, genre) in presentes.items() if pk not in gardees
    }
    return Plan(couche, lus, nouveaux, renommes, neuves, perdues)


def plan_all(
    *, territoire: Territoire, lus: Iterable[SecteurLu], genres: frozenset[str]
) -> list[Plan]:
    """One plan a couche, in the order in which the file names them."""
    par_couche: dict[str, list[SecteurLu]] = {}
    for lu in lus:
        par_couche.setdefault(lu.couche, []).append(lu)
    connues = {c.slug: c for c in Couche.objects.of(territoire).filter(slug__in=par_couche)}
    return [
        plan_couche(
            couche=connues.get(slug)
            or Couche(territoire=territoire, slug=slug, nom=slug.replace("-", " ").capitalize()),
            lus=siens,
            genres=genres,
        )
        for slug, siens in par_couche.items()
    ]


def balance(plans: Sequence[Plan]) -> BilanSecteurs:
    """The plans in figures."""
    total = Counter(str(r["genre"]) for p in plans for lu in p.lus for r in lu.regles)
    ajoutees = Counter(str(regle.genre) for p in plans for regle in p.neuves)
    retirees = Counter(genre for p in plans for _, genre in p.perdues.values())
    return BilanSecteurs(
        tuple(prevu for plan in plans for prevu in plan.foresee()),
        tuple(
            Compte(genre, total[genre], ajoutees[genre], retirees[genre])
            for genre in Regle.Genre.values
            if total[genre] or retirees[genre]
        ),
    )


def same_code(code: str) -> str:
    """One way of writing a code: « NORD » and « nord » are the same secteur."""
    return code.casefold()


def _renamed(connus: dict[str, Secteur], lus: Sequence[SecteurLu]) -> list[Secteur]:
    renommes = []
    for lu in lus:
        secteur = connus.get(same_code(lu.code))
        if secteur is None:
            continue
        priorite = secteur.priorite if lu.priorite is None else lu.priorite
        if (secteur.nom, secteur.priorite) != (lu.nom[:100], priorite):
            secteur.nom, secteur.priorite = lu.nom[:100], priorite
            renommes.append(secteur)
    return renommes


def _present(
    couche: Couche, lus: Sequence[SecteurLu], genres: frozenset[str]
) -> dict[tuple[str, str], tuple[int, str]]:
    """(row, kind) of the rules that the file may replace, by what they say."""
    codes = {same_code(lu.code) for lu in lus}
    regles = Regle.objects.of_couche(couche).filter(genre__in=genres).select_related("secteur")
    return {
        (same_code(regle.secteur.code), _signature(regle)): (regle.pk, str(regle.genre))
        for regle in regles.order_by("id")
        if same_code(regle.secteur.code) in codes
    }


_CHAMPS = (
    "genre", "priorite", "valide_du", "valide_au", "communes", "geometrie", "insee", "voies",
    "voie_nom", "numero_du", "numero_au", "parite", "suffixes", "adresse_id", "libelle",
)  # fmt: skip


def _as_written(regle: Regle) -> Regle:
    """The rule with its shape as the column holds it; the one of the plan keeps the shape."""
    if not isinstance(regle.geometrie, Polygon):
        return regle
    ecrite = copy.copy(regle)
    ecrite.geometrie = to_geojson(regle.geometrie)
    return ecrite


def _signature(regle: Regle) -> str:
    """Equal for rules that say the same; databases do not keep the order of keys."""
    ecrite = _as_written(regle)
    valeurs: list[Any] = [getattr(ecrite, nom) for nom in _CHAMPS]
    listes = [sorted(v) if isinstance(v, list) else v for v in valeurs]
    return json.dumps(listes, sort_keys=True, default=str)
