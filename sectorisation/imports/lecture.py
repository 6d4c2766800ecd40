"""Reads a table of rules (communes, streets with their numbers, addresses) without writing it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from sectorisation.adresses.normalisation import street_name
from sectorisation.edition.secteurs import is_code
from sectorisation.errors import ImportRefuse
from sectorisation.imports.appariement import Appariement, Voirie
from sectorisation.imports.colonnes import Cellules, check_order, has
from sectorisation.imports.plan import Champs, same_code
from sectorisation.imports.tableur import Lignes, check_not_damaged, insee_code, open_rows
from sectorisation.models import AncienneCommune, Commune, Couche, Regle, Territoire
from sectorisation.tableau import cell

# More lines than the streets of the largest département.
MAX_LIGNES = 50_000
# What a reviewer may decide of a line, besides the identifier of a street.
GARDER, IGNORER = "", "ignorer"


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One line of the file: the rule it asks for, or why it cannot be one.

    `champs` are the fields of a Regle; a commune line has one code, gathered by secteur later.
    """

    numero: int
    couche: str = ""
    code: str = ""
    nom: str = ""
    genre: str = ""
    champs: Champs = field(default_factory=dict)
    libelle: str = ""
    appariement: Appariement | None = None
    erreur: str = ""
    ignoree: bool = False

    @property
    def a_revoir(self) -> bool:
        return self.appariement is not None and not self.appariement.sur and not self.ignoree

    @property
    def revue(self) -> bool:
        """True when someone has decided what its street is, or that it does not count."""
        return self.ignoree or (
            self.appariement is not None and self.appariement.statut == "choisi"
        )

    def explain(self) -> str:
        """Why this line stops the import, in French; empty when it does not."""
        if self.erreur:
            return f"Ligne {self.numero} : {self.erreur}"
        if not self.a_revoir or self.appariement is None:
            return ""
        if not self.appariement.candidats:
            return f"Ligne {self.numero} : « {self.libelle} » est inconnue de la base d'adresses."
        premiere = self.appariement.candidats[0]
        return (
            f"Ligne {self.numero} : « {self.libelle} » ressemble à « {premiere.nom} » "
            f"({round(premiere.score * 100)} %), à confirmer."
        )


@dataclass(frozen=True, slots=True)
class Lecture:
    """A file read whole. `genres` are the kinds of rules that importing it would replace."""

    lignes: tuple[LigneLue, ...]
    genres: frozenset[str]
    couches: tuple[str, ...] = ()

    @property
    def erreurs(self) -> tuple[LigneLue, ...]:
        return tuple(ligne for ligne in self.lignes if ligne.erreur)

    @property
    def a_revoir(self) -> tuple[LigneLue, ...]:
        return tuple(ligne for ligne in self.lignes if ligne.a_revoir)

    @property
    def douteuses(self) -> tuple[LigneLue, ...]:
        """Lines whose street had no sure identity, decided or not."""
        return tuple(ligne for ligne in self.lignes if ligne.a_revoir or ligne.revue)

    def reasons(self) -> list[str]:
        return [phrase for ligne in self.lignes if (phrase := ligne.explain())]

    def rows(self) -> Iterator[list[str]]:
        """The report to download: one row a line that needs care, header first."""
        yield ["ligne", "voie", "raison", "proposition", "id_voie", "score"]
        for ligne in self.lignes:
            if not (raison := ligne.explain()):
                continue
            candidats = ligne.appariement.candidats if ligne.appariement else ()
            premiere = candidats[0] if candidats else None
            textes = [
                ligne.libelle, raison, premiere.nom if premiere else "",
                premiere.id if premiere else "", f"{premiere.score:.2f}" if premiere else "",
            ]  # fmt: skip
            yield [str(ligne.numero), *map(cell, textes)]


def read_table(
    *,
    territoire: Territoire,
    chemin: Path,
    couche: str = "",
    impose: bool = False,
    decisions: Mapping[int, str] | None = None,
) -> Lecture:
    """Reads every line, matching streets with the address base. Writes nothing.

    `couche` is the slug used where the file names none, or everywhere with `impose`. `decisions`
    gives, by line number, the identifier of the street a reviewer chose, GARDER (the name as it
    is written) or IGNORER (the line does not count). Raises ImportRefuse when the file as a whole
    cannot be read.
    """
    lecteur = _Lecteur(territoire, couche, impose, decisions or {})
    with open_rows(chemin) as (entetes, lignes):
        nommes = has(entetes, "secteur") or has(entetes, "code_secteur")
        if not has(entetes, "code_insee") or not nommes:
            raise ImportRefuse(
                "Ligne 1 : colonnes attendues « code_insee » et « secteur » (« couche », "
                "« code_secteur », « voie », « du », « au », « parite », « priorite » au besoin)."
            )
        fins = any(has(entetes, colonne) for colonne in ("voie", "id_voie", "id_adresse"))
        lues = tuple(lecteur.read(numero, ligne) for numero, ligne in _bounded(lignes))
    genres = {"commune", "voie", "adresse"} if fins else {"commune"}
    return Lecture(lecteur.without_conflicts(lues), frozenset(genres), tuple(lecteur.nommees))


def _bounded(lignes: Lignes) -> Lignes:
    for rang, (numero, ligne) in enumerate(lignes):
        if rang == MAX_LIGNES:
            raise ImportRefuse(f"Ligne {numero} : plus de {MAX_LIGNES // 1000} 000 lignes.")
        yield numero, ligne


class _Lecteur:
    def __init__(
        self, territoire: Territoire, couche: str, impose: bool, decisions: Mapping[int, str]
    ) -> None:
        self._defaut, self._impose, self._decisions = couche, impose, decisions
        self.nommees: dict[str, None] = {}  # what the file calls its couches
        self._communes = dict(
            Commune.objects.filter(territoire=territoire).values_list("insee", "nom")
        )
        self._anciennes = dict(
            AncienneCommune.objects.filter(territoire=territoire).values_list(
                "insee", "commune__insee"
            )
        )
        self._voirie = Voirie(territoire)
        # A street comes back on as many lines as its numbers are split into.
        self._match = cache(self._look_up)

    def read(self, numero: int, ligne: dict[str, str]) -> LigneLue:
        try:
            lue = self._read(numero, Cellules(ligne))
        except ImportRefuse as refus:
            lue = LigneLue(numero, erreur=str(refus))
        if self._decisions.get(numero) == IGNORER:
            return replace(lue, genre="", champs={}, erreur="", ignoree=True)
        return lue

    def _read(self, numero: int, cellules: Cellules) -> LigneLue:
        nom, code = cellules.text("secteur"), cellules.text("code_secteur")
        if not (code or nom):
            raise ImportRefuse("secteur absent.")
        insee = self._commune(cellules.text("code_insee") or cellules.text("id_adresse")[:5])
        base = LigneLue(
            numero,
            self._couche(cellules.text("couche")),
            secteur_code(code or nom),
            nom or code,
        )
        communs: Champs = {
            "priorite": cellules.signed("priorite"),
            "valide_du": cellules.date("valide_du"),
            "valide_au": cellules.date("valide_au"),
        }
        check_order(communs["valide_du"], communs["valide_au"], "les dates")
        if cellules.text("id_adresse"):
            return self._address(base, cellules, insee, communs)
        if cellules.text("voie") or cellules.text("id_voie"):
            return self._street(base, cellules, insee, communs)
        return replace(
            base, genre=Regle.Genre.COMMUNE, champs={**communs, "communes": [insee]}, libelle=insee
        )

    def _couche(self, nommee: str) -> str:
        if nommee:
            self.nommees[nommee[:50]] = None
        return couche_slug(self._defaut if self._impose else nommee or self._defaut)

    def _commune(self, brut: str) -> str:
        check_not_damaged(brut, "code_insee")
        code = insee_code(brut)
        actuel = code if code in self._communes else self._anciennes.get(code, "")
        if not actuel:
            raise ImportRefuse(f"la commune « {code[:20]} » n'est pas du territoire.")
        return actuel

    def _street(self, base: LigneLue, cellules: Cellules, insee: str, communs: Champs) -> LigneLue:
        nom = cellules.text("voie")[:150]
        du, au = cellules.whole("du"), cellules.whole("au")
        check_order(du, au, "les numéros")
        trouvee = self._matched(base.numero, insee, nom, cellules.text("id_voie"))
        voie_nom = nom or trouvee.nom
        if not street_name(voie_nom) and not trouvee.candidats:
            raise ImportRefuse(
                f"la voie « {cellules.text('id_voie')[:30]} » est inconnue et sans nom."
            )
        champs: Champs = {
            **communs, "insee": insee, "voies": sorted(trouvee.voies),
            "voie_nom": trouvee.nom if trouvee.voies else voie_nom,
            "numero_du": du, "numero_au": au, "parite": cellules.parity(),
            "suffixes": cellules.suffixes(),
        }  # fmt: skip
        return replace(
            base, genre=Regle.Genre.VOIE, champs=champs, libelle=voie_nom, appariement=trouvee
        )

    def _matched(self, numero: int, insee: str, nom: str, identifiant: str) -> Appariement:
        trouvee = self._match(insee, nom, identifiant)
        choisie = self._decisions.get(numero)
        if choisie is None or choisie == IGNORER:
            return trouvee
        if choisie == GARDER:
            return replace(trouvee, statut="choisi", voies=(), nom=nom)
        connue = self._voirie.street(insee, choisie)
        if connue is None:
            raise ImportRefuse(f"la voie choisie « {choisie[:40]} » n'est pas de cette commune.")
        return replace(trouvee, statut="choisi", voies=(connue.id,), nom=connue.nom)

    def _look_up(self, insee: str, nom: str, identifiant: str) -> Appariement:
        return self._voirie.match_all(insee, nom, identifiant.split())

    @staticmethod
    def _address(base: LigneLue, cellules: Cellules, insee: str, communs: Champs) -> LigneLue:
        identifiant = cellules.text("id_adresse")[:60]
        champs: Champs = {
            **communs, "insee": insee, "adresse_id": identifiant,
            "voie_nom": cellules.text("voie")[:150], "libelle": cellules.text("adresse")[:200],
        }  # fmt: skip
        return replace(base, genre=Regle.Genre.ADRESSE, champs=champs, libelle=identifiant)

    @staticmethod
    def without_conflicts(lignes: tuple[LigneLue, ...]) -> tuple[LigneLue, ...]:
        """A commune given to two secteurs with one priority is an error of the second line."""
        vues: defaultdict[tuple[Any, ...], dict[str, LigneLue]] = defaultdict(dict)
        jugees = []
        for ligne in lignes:
            if ligne.genre != Regle.Genre.COMMUNE:
                jugees.append(ligne)
                continue
            champs = ligne.champs
            cle = (ligne.couche, champs["priorite"], champs["valide_du"], champs["valide_au"])
            insee = champs["communes"][0]
            deja = vues[cle].setdefault(insee, ligne)
            if same_code(deja.code) != same_code(ligne.code):
                ligne = LigneLue(
                    ligne.numero,
                    erreur=f"la commune {insee} est déjà dans un autre secteur, "
                    f"ligne {deja.numero}.",
                )
            jugees.append(ligne)
        return tuple(jugees)


def couche_slug(brut: str) -> str:
    slug = slugify(brut)[:50]
    if not slug:
        raise ImportRefuse("la couche n'est pas nommée (colonne « couche »).")
    if slug in Couche.RESERVES:
        raise ImportRefuse(f"« {slug} » est le nom d'une page : précisez celui de la couche.")
    return slug


def secteur_code(brut: str) -> str:
    """The code as written when a secteur may have it, else what can be kept of it."""
    if is_code(brut):
        return brut
    # « 1/2 » is not « 12 »: a sign between letters or digits becomes a dash.
    separe = re.sub(r"[^\w\s-]+", "-", brut) if brut.isascii() and " " not in brut else brut
    code = slugify(separe)[:40]
    if not code:
        raise ImportRefuse(f"le secteur « {brut[:20]} » n'a ni lettre ni chiffre.")
    return code
