"""The columns of a table of rules, under the names that tools give them."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from sectorisation.errors import ImportRefuse
from sectorisation.imports.tableur import check_not_damaged, without_spaces
from sectorisation.tableau import uncell

# Ours first, which exports write; then RDV-Solidarités', then what spreadsheets hold.
COLONNES: dict[str, tuple[str, ...]] = {
    "couche": ("couche",),
    "code_secteur": ("code_secteur", "sector_id", "secteur_code"),
    "secteur": ("secteur", "sector_name", "secteur_nom", "nom_secteur"),
    "code_insee": ("code_insee", "city_code", "insee", "code_commune"),
    "commune": ("commune", "city_name", "nom_commune", "ville"),
    "id_voie": ("id_voie", "street_code", "street_ban_id", "id_ban", "code_voie"),
    "voie": ("voie", "street_name", "nom_voie", "libelle_voie", "rue"),
    "du": ("du", "du_numero", "numero_debut", "debut", "de"),
    "au": ("au", "au_numero", "numero_fin", "fin", "a"),
    "parite": ("parite", "cote"),
    "suffixes": ("suffixes", "suffixe", "rep"),
    "id_adresse": ("id_adresse", "adresse_id", "cle_interop"),
    "adresse": ("adresse", "libelle"),
    "priorite": ("priorite",),
    "valide_du": ("valide_du", "date_debut"),
    "valide_au": ("valide_au", "date_fin"),
}
_PARITES = {
    "": "tous", "tous": "tous", "t": "tous", "tout": "tous",
    "pair": "pairs", "pairs": "pairs", "p": "pairs",
    "impair": "impairs", "impairs": "impairs", "i": "impairs",
}  # fmt: skip
_SANS_SUFFIXE = ("sans", "aucun", "-")
# Spreadsheets add midnight to dates.
_MINUIT = r"(?:[ T]0?0:00(?::00)?)?$"
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _MINUIT)
_DATE_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})" + _MINUIT)
_PRIORITE = re.compile(r"-?\d{1,6}$")
_ENTIER = re.compile(r"(\d{1,6})(?:[.,]0+)?$")


class Cellules:
    """One row, asked by our names of columns. Raises ImportRefuse for what cannot be read."""

    def __init__(self, ligne: dict[str, str]) -> None:
        self._ligne = ligne

    def text(self, colonne: str) -> str:
        for nom in COLONNES[colonne]:
            if valeur := (self._ligne.get(nom) or "").strip():
                return uncell(valeur)
        return ""

    def whole(self, colonne: str) -> int | None:
        """A number without decimals; spreadsheets write 12 as "12,0"."""
        brut = without_spaces(self.text(colonne))
        if not brut:
            return None
        check_not_damaged(brut, colonne)
        trouve = _ENTIER.match(brut)
        if trouve is None:
            raise ImportRefuse(f"« {brut[:20]} » n'est pas un numéro (colonne « {colonne} »).")
        return int(trouve[1])

    def signed(self, colonne: str) -> int:
        return read_priority(self.text(colonne)) or 0

    def parity(self) -> str:
        brut = self.text("parite").lower()
        if brut not in _PARITES:
            raise ImportRefuse(f"parité « {brut[:20]} » inconnue : pairs, impairs ou tous.")
        return _PARITES[brut]

    def suffixes(self) -> list[str]:
        morceaux = re.split(r"[,|/ ]+", self.text("suffixes").lower())
        return ["" if m in _SANS_SUFFIXE else m[:12] for m in morceaux if m]

    def date(self, colonne: str) -> dt.date | None:
        return read_date(self.text(colonne), colonne)


def read_priority(brut: str) -> int | None:
    """A priority within bounds; None for what is no whole number."""
    return max(-1000, min(1000, int(brut))) if _PRIORITE.match(brut) else None


def read_date(brut: str, colonne: str) -> dt.date | None:
    """A day as France or ISO writes it, None for nothing. Raises ImportRefuse."""
    if not brut:
        return None
    try:
        if trouvee := _DATE.match(brut):
            jour, mois, an = map(int, trouvee.groups())
            return dt.date(an, mois, jour)
        if trouvee := _DATE_ISO.match(brut):
            return dt.date.fromisoformat(trouvee[1])
    except ValueError:
        pass
    if brut.isdigit():
        raise ImportRefuse(
            f"« {brut[:20]} » est le numéro d'un jour, tel que les tableurs le gardent "
            f"(colonne « {colonne} ») : donnez à la colonne le format « date »."
        )
    raise ImportRefuse(f"« {brut[:20]} » n'est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA).")


def check_order(debut: Any, fin: Any, quoi: str) -> None:
    """Raises ImportRefuse when both are known and the second comes first."""
    if debut is not None and fin is not None and fin < debut:
        raise ImportRefuse(f"{quoi} finissent avant de commencer ({debut}, {fin}).")


def roles(entetes: Sequence[str]) -> list[tuple[str, str]]:
    """Each column of a file, and what it is taken for; "" for a column that is not read."""
    nos_noms = {nom: colonne for colonne, noms in COLONNES.items() for nom in noms}
    return [(entete, nos_noms.get(entete, "")) for entete in entetes]


def has(entetes: list[str], colonne: str) -> bool:
    return any(nom in entetes for nom in COLONNES[colonne])
