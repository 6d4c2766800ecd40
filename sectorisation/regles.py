"""The rules of a version, as plain values: what each one holds, and which of two wins.

Pure: read from the content of a version, never from the database.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Deciding = Literal["adresse", "voie", "polygone", "commune", "voisinage", "proche"]
Departage = Literal["", "commune", "priorite", "precision", "surface", "identifiant"]

_NUMERO = re.compile(r"_(\d{5})(?:_([^_]*))?$")
_SUFFIXES = {"b": "bis", "t": "ter", "q": "quater"}


@dataclass(frozen=True, slots=True)
class Secteur:
    """A secteur as its version froze it."""

    id: int
    uid: str
    code: str
    nom: str
    priorite: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a point stands: its commune ("" outside the territoire), its secteur if any, and why.

    `departage` names what chose when several rules held the place. `regle_id` is None when no
    single rule decided (voisinage).
    """

    commune: str
    secteur: Secteur | None = None
    regle: Deciding | None = None
    regle_id: int | None = None
    departage: Departage = ""


@dataclass(frozen=True, slots=True)
class Porte:
    """What is known of an address beside its point. `numero` None: a whole street, a lieu-dit."""

    adresse: str
    voie: str
    nom: str
    numero: int | None = None
    suffixe: str = ""

    @classmethod
    def read(cls, identifiant: str) -> "Porte":
        """What BAN's identifier says: the street, the number on five digits, the suffix."""
        trouve = _NUMERO.search(identifiant)
        if trouve is None:
            return cls(identifiant, identifiant, "")
        return cls(identifiant, identifiant[: trouve.start()], "", int(trouve[1]), trouve[2] or "")


@dataclass(frozen=True, slots=True)
class RegleFigee:
    """One rule of a version. `rang` is its place there, `id` the row it was written in."""

    rang: int
    id: int
    genre: str
    secteur: Secteur
    priorite: int = 0
    communes: tuple[str, ...] = ()
    geometrie: Mapping[str, Any] | str | None = None  # GeoJSON, or packed (see `traces`)
    insee: str = ""
    voies: frozenset[str] = frozenset()
    nom: str = ""
    du: int | None = None
    au: int | None = None
    parite: str = "tous"
    suffixes: frozenset[str] = frozenset()
    adresse: str = ""
    libelle: str = ""

    @property
    def whole(self) -> bool:
        """True when a street rule leaves none of its numbers out."""
        return (
            self.du is None
            and self.au is None
            and self.parite not in ("pairs", "impairs")
            and not self.suffixes
        )

    @property
    def tier(self) -> tuple[int, int, bool]:
        """Two rules of one tier that disagree are a conflict: only chance would tell."""
        return (self.priorite, self.secteur.priorite, not self.whole)

    @property
    def ordre(self) -> tuple[int, int, bool, int]:
        """The greatest wins: priority, its secteur's, the narrower of two, the older."""
        return (*self.tier, -self.id)

    def holds(self, numero: int | None, suffixe: str) -> bool:
        """Whether a number of the street is in this rule. None stands for all of them."""
        if numero is None:
            return self.whole
        if self.du is not None and numero < self.du:
            return False
        if self.au is not None and numero > self.au:
            return False
        if self.parite in ("pairs", "impairs") and (numero % 2 == 0) != (self.parite == "pairs"):
            return False
        return not self.suffixes or same_suffix(suffixe) in self.suffixes


def same_suffix(suffixe: str) -> str:
    """One way of writing a suffix: "B", "b" and "bis" are the same door."""
    suffixe = suffixe.strip().lower()
    return _SUFFIXES.get(suffixe, suffixe)


def settle(regles: Iterable[RegleFigee]) -> tuple[RegleFigee, Departage]:
    """The rule that wins among those that hold one address, and what chose when they disagree."""
    ordonnees = sorted(regles, key=lambda r: r.ordre, reverse=True)
    gagnante = ordonnees[0]
    rivale = next((r for r in ordonnees if r.secteur.id != gagnante.secteur.id), None)
    if rivale is None:
        return gagnante, ""
    return gagnante, reason(gagnante, rivale)


def reason(gagnante: RegleFigee, rivale: RegleFigee) -> Departage:
    """Why one rule won over another that names a different secteur."""
    if gagnante.tier[:2] != rivale.tier[:2]:
        return "priorite"
    return "precision" if gagnante.tier != rivale.tier else "identifiant"


def rules_of_communes(regles: Sequence[RegleFigee]) -> dict[str, tuple[RegleFigee, Departage]]:
    """The rule of each commune, among those that list it."""
    citees: dict[str, list[RegleFigee]] = {}
    for regle in regles:
        for code in regle.communes if regle.genre == "commune" else ():
            citees.setdefault(code, []).append(regle)
    return {code: settle(choix) for code, choix in citees.items()}


class ReglesDeVoie:
    """Street rules and single addresses by what names them: identifiers first, then the name."""

    def __init__(self, regles: Iterable[RegleFigee]) -> None:
        self._par_id: defaultdict[tuple[str, str], list[RegleFigee]] = defaultdict(list)
        self._par_nom: defaultdict[tuple[str, str], list[RegleFigee]] = defaultdict(list)
        self._adresses: dict[tuple[str, str], list[RegleFigee]] = defaultdict(list)
        self.secteurs: defaultdict[str, set[int]] = defaultdict(set)
        for regle in regles:
            if regle.genre == "adresse":
                self._adresses[regle.insee, regle.adresse.lower()].append(regle)
            elif regle.genre == "voie":
                for voie in regle.voies:
                    self._par_id[regle.insee, voie.lower()].append(regle)
                self._par_nom[regle.insee, regle.nom].append(regle)
            else:
                continue
            self.secteurs[regle.insee].add(regle.secteur.id)

    def find(
        self, porte: Porte, commune: str, *, known: bool
    ) -> tuple[RegleFigee, Departage] | None:
        """The rule that names this address. `known`: its street is in the address file.

        A known street is never taken for a homonym of the same commune.
        """
        exactes = self.exact(porte, commune)
        if exactes:
            return settle(exactes)
        tenues = [
            r for r in self.of_street(porte, commune, known=known)
            if r.holds(porte.numero, porte.suffixe)
        ]  # fmt: skip
        return settle(tenues) if tenues else None

    def exact(self, porte: Porte, commune: str) -> list[RegleFigee]:
        """Every rule about this single address."""
        return self._adresses.get((commune, porte.adresse.lower()), [])

    def of_street(self, porte: Porte, commune: str, *, known: bool) -> list[RegleFigee]:
        """Every rule about a street, whatever its numbers."""
        siennes = self._par_id.get((commune, porte.voie.lower()), [])
        if siennes or not porte.nom:
            return siennes
        homonymes = self._par_nom.get((commune, porte.nom), [])
        if known:
            homonymes = [r for r in homonymes if not r.voies]
        # Rules about two streets of one name cannot tell which of them this is.
        return homonymes if len({r.voies for r in homonymes}) == 1 else []


def read_regles(contenu: Mapping[str, Any]) -> tuple[dict[int, Secteur], list[RegleFigee]]:
    """Secteurs and rules of a version's content, in any format published so far."""
    secteurs = {s["id"]: Secteur(**s) for s in contenu["secteurs"]}
    lignes = contenu["regles"] if contenu["format"] >= 2 else _from_format_1(contenu)
    return secteurs, [
        RegleFigee(
            rang=rang,
            id=ligne["id"],
            genre=ligne["genre"],
            secteur=secteurs[ligne["secteur"]],
            priorite=ligne.get("priorite", 0),
            communes=tuple(ligne.get("communes", ())),
            geometrie=ligne.get("geometrie"),
            insee=ligne.get("insee", ""),
            voies=frozenset(ligne.get("voies", ())),
            nom=ligne.get("nom", ""),
            du=ligne.get("du"),
            au=ligne.get("au"),
            parite=ligne.get("parite", "tous"),
            suffixes=frozenset(map(same_suffix, ligne.get("suffixes", ()))),
            adresse=ligne.get("adresse", ""),
            libelle=ligne.get("libelle", ""),
        )
        for rang, ligne in enumerate(lignes)
    ]


def _from_format_1(contenu: Mapping[str, Any]) -> list[dict[str, Any]]:
    lignes: list[dict[str, Any]] = [
        {"id": r["regle"], "genre": "commune", "secteur": r["secteur"], "communes": [code]}
        for code, r in contenu["communes"].items()
    ]
    lignes += [
        {
            "id": p["regle"],
            "genre": "polygone",
            "secteur": p["secteur"],
            "geometrie": p["geometrie"],
        }
        for p in contenu["polygones"]
    ]
    return lignes
