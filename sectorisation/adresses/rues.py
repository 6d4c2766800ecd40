"""Streets of the address base, a few at a time: for who writes a rule."""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sectorisation.adresses.lot import connect
from sectorisation.adresses.normalisation import fold, street_name
from sectorisation.regles import Porte, same_suffix

if TYPE_CHECKING:
    from sectorisation.models import Territoire

_COLONNES = "id, cle, insee, nom, mots, ville, cp, genre"
_MAX_MOTS = 8


@dataclass(frozen=True, slots=True)
class Rue:
    """A street or a lieu-dit. `id` is its place in one address file, good for no other."""

    id: int
    cle: str
    insee: str
    nom: str
    mots: str
    ville: str
    cp: str
    genre: str


@dataclass(frozen=True, slots=True, order=True)
class Numero:
    """A number known in a street."""

    numero: int
    suffixe: str

    def __str__(self) -> str:
        return f"{self.numero} {self.suffixe}".strip()


def are_known(territoire: "Territoire") -> bool:
    """False when no address of this territoire was ever imported."""
    return connect(territoire) is not None


def street(territoire: "Territoire", insee: str, cle: str) -> Rue | None:
    """A street by its identifier, within its commune."""
    return next(iter(_read(territoire, "insee = ? AND lower(cle) = lower(?)", insee, cle)), None)


def streets_named(territoire: "Territoire", insee: str, nom: str) -> list[Rue]:
    """Every street of a commune that this name means, however it is written."""
    return _read(territoire, "insee = ? AND mots = ?", insee, street_name(nom))


def find_streets(
    territoire: "Territoire", texte: str, *, insee: str = "", limit: int = 10
) -> list[Rue]:
    """Streets holding every word typed, the last one maybe unfinished; whole names first.

    `insee` keeps one commune; otherwise words may name the commune too.
    """
    cherches = street_name(texte).split()[:_MAX_MOTS]
    if not cherches:
        return []
    condition = "AND v.insee = ?" if insee else ""
    expression = " AND ".join(f'{{voie ville}} : "{mot}"*' for mot in cherches)
    connexion = connect(territoire)
    if connexion is None:
        return []
    lignes = connexion.execute(
        f"SELECT {', '.join('v.' + c for c in _COLONNES.split(', '))} FROM recherche r "  # noqa: S608 - only ours
        f"JOIN voie v ON v.id = r.rowid WHERE recherche MATCH ? AND v.genre != 'municipality' "
        f"{condition} ORDER BY length(v.mots), v.mots, v.ville, v.cle LIMIT ?",
        [expression, *([insee] if insee else []), 200],
    )
    entier = " ".join(cherches)
    trouvees = [Rue(*ligne) for ligne in lignes]
    return sorted(trouvees, key=lambda r: (r.mots != entier, not r.mots.startswith(entier)))[:limit]


def numbers(territoire: "Territoire", rue: Rue) -> list[Numero]:
    """Every number known in a street, in order."""
    connexion = connect(territoire)
    if connexion is None:
        return []
    lignes = connexion.execute("SELECT numero, suffixe FROM numero WHERE voie = ?", (rue.id,))
    return sorted(Numero(numero, suffixe) for numero, suffixe in lignes)


def holds(territoire: "Territoire", rue: Rue, porte: Porte) -> bool:
    """Whether a number is known in a street; a lieu-dit has none and is its own address."""
    if porte.numero is None:
        return True
    suffixe = same_suffix(porte.suffixe)
    return any(
        n.numero == porte.numero and same_suffix(n.suffixe) == suffixe
        for n in numbers(territoire, rue)
    )


def label(rue: Rue, porte: Porte) -> str:
    """ "12 bis Rue des Lilas 99100 Valbrune"."""
    numero = "" if porte.numero is None else str(Numero(porte.numero, porte.suffixe))
    return " ".join(m for m in (numero, rue.nom, rue.cp, rue.ville) if m)


def says(rue: Rue, texte: str) -> bool:
    """True when a text names this street and its commune, and nothing else."""
    return street_name(texte) == street_name(f"{rue.nom} {rue.ville}") or fold(texte) == fold(
        f"{rue.nom}, {rue.ville}"
    )


def _read(territoire: "Territoire", condition: str, *valeurs: str) -> list[Rue]:
    connexion: sqlite3.Connection | None = connect(territoire)
    if connexion is None:
        return []
    lignes = connexion.execute(
        f"SELECT {_COLONNES} FROM voie WHERE {condition} "  # noqa: S608 - conditions are ours
        "AND genre != 'municipality' ORDER BY nom, cle",
        valeurs,
    )
    return [Rue(*ligne) for ligne in lignes]
