"""What a new address file changes, compared with the one before it."""

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sectorisation.adresses.fichier import MICRO, Lecteur

# A point that moves less has been made precise; beyond, an address may change secteur.
DEPLACEMENT_METRES = 30
# What a page can show; the counts are whole.
_MAX_EXEMPLES = 100
_METRES_PAR_MICRODEGRE = 0.11132


@dataclass(slots=True)
class Liste:
    """How many, and the first of them."""

    nombre: int = 0
    exemples: list[list[str]] = field(default_factory=list)

    def add(self, *cellules: str) -> None:
        self.nombre += 1
        if len(self.exemples) < _MAX_EXEMPLES:
            self.exemples.append(list(cellules))


@dataclass(slots=True)
class Renouvellement:
    """Addresses by count; streets as [commune, before, after], or [commune, street]."""

    version_precedente: str
    adresses_ajoutees: int = 0
    adresses_retirees: int = 0
    adresses_deplacees: int = 0
    deplacement_metres: int = DEPLACEMENT_METRES
    voies_ajoutees: Liste = field(default_factory=Liste)
    voies_retirees: Liste = field(default_factory=Liste)
    voies_renommees: Liste = field(default_factory=Liste)
    identifiants_changes: Liste = field(default_factory=Liste)
    communes_fusionnees: Liste = field(default_factory=Liste)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class _Voie(NamedTuple):
    id: int
    cle: str
    insee: str
    nom: str
    mots: str
    ville: str


Paire = tuple[_Voie, _Voie]

# A lieu-dit is one address, at its own point.
_COMPTE = (
    "SELECT (SELECT count(*) FROM numero) + (SELECT count(*) FROM voie WHERE genre = 'locality')"
)
_COMPARAISON = """
SELECT count(*), coalesce(sum(dx * dx * :cosinus * :cosinus + dy * dy > :loin * :loin), 0) FROM (
  SELECT a.lon - b.lon AS dx, a.lat - b.lat AS dy FROM paire p
    JOIN avant.numero a ON a.voie = p.avant
    JOIN apres.numero b ON b.voie = p.apres AND b.numero = a.numero AND b.suffixe = a.suffixe
  UNION ALL
  SELECT a.lon - b.lon, a.lat - b.lat FROM paire p
    JOIN avant.voie a ON a.id = p.avant AND a.genre = 'locality'
    JOIN apres.voie b ON b.id = p.apres AND b.genre = 'locality'
)
"""


def compare_files(avant: Path, apres: Path, *, anciennes: Mapping[str, str]) -> Renouvellement:
    """Compares two address files street by street, then number by number.

    `anciennes` gives the current code of merged communes. A street is the same by its identifier,
    else by its commune and name. Raises FormatIllisible for a file of another age.
    """
    ancien, neuf = Lecteur(avant).connexion, Lecteur(apres).connexion
    (version,) = ancien.execute("SELECT valeur FROM meta WHERE cle = 'version'").fetchone()
    bilan = Renouvellement(version)
    paires = list(_pair(_streets(ancien), _streets(neuf), anciennes, bilan))
    (total_avant,), (total_apres,) = (base.execute(_COMPTE).fetchone() for base in (ancien, neuf))
    gardees, bilan.adresses_deplacees = _compare_numbers(avant, apres, paires)
    bilan.adresses_retirees = total_avant - gardees
    bilan.adresses_ajoutees = total_apres - gardees
    return bilan


def _compare_numbers(avant: Path, apres: Path, paires: list[Paire]) -> tuple[int, int]:
    """Addresses of both files, and those of them that moved."""
    with closing(sqlite3.connect("file::memory:", uri=True)) as base:
        base.execute("ATTACH ? AS avant", (f"{avant.resolve().as_uri()}?mode=ro&immutable=1",))
        base.execute("ATTACH ? AS apres", (f"{apres.resolve().as_uri()}?mode=ro&immutable=1",))
        base.execute("CREATE TEMP TABLE paire(avant INTEGER PRIMARY KEY, apres INTEGER UNIQUE)")
        base.executemany("INSERT INTO paire VALUES(?, ?)", ((a.id, b.id) for a, b in paires))
        (milieu,) = base.execute("SELECT avg(lat) FROM apres.voie").fetchone()
        mesures = {
            "cosinus": math.cos(math.radians((milieu or 0) / MICRO)),
            "loin": DEPLACEMENT_METRES / _METRES_PAR_MICRODEGRE,
        }
        gardees, deplacees = base.execute(_COMPARAISON, mesures).fetchone()
    return gardees, deplacees


def _streets(base: sqlite3.Connection) -> list[_Voie]:
    lignes = base.execute(
        "SELECT id, cle, insee, nom, mots, ville FROM voie"
        " WHERE genre != 'municipality' ORDER BY ville, nom, id"
    )
    return [_Voie(*ligne) for ligne in lignes]


def _pair(
    avant: list[_Voie], apres: list[_Voie], anciennes: Mapping[str, str], bilan: Renouvellement
) -> Iterator[Paire]:
    """Pairs the streets of both files, the surest ways first, and tells what differs."""
    restantes, neuves = avant, {v.id: v for v in apres}
    fusions: set[str] = set()

    def current(voie: _Voie) -> str:
        return anciennes.get(voie.insee, voie.insee)

    for before, after in (
        (lambda v: (v.cle, current(v)), lambda v: (v.cle, v.insee)),
        (lambda v: v.cle, lambda v: v.cle),
        (lambda v: (v.mots, current(v)), lambda v: (v.mots, v.insee)),
    ):
        libres: defaultdict[Any, list[_Voie]] = defaultdict(list)
        for voie in neuves.values():
            libres[after(voie)].append(voie)
        encore = []
        for voie in restantes:
            memes = libres[before(voie)]
            if not memes:
                encore.append(voie)
                continue
            neuve = neuves.pop(memes.pop(0).id)
            _tell(voie, neuve, bilan, fusions)
            yield voie, neuve
        restantes = encore
    for voie in restantes:
        bilan.voies_retirees.add(voie.ville, voie.nom)
    for voie in neuves.values():
        bilan.voies_ajoutees.add(voie.ville, voie.nom)


def _tell(avant: _Voie, apres: _Voie, bilan: Renouvellement, fusions: set[str]) -> None:
    if avant.mots != apres.mots:
        bilan.voies_renommees.add(apres.ville, avant.nom, apres.nom)
    if avant.cle != apres.cle:
        bilan.identifiants_changes.add(apres.ville, apres.nom, f"{avant.cle} → {apres.cle}")
    if avant.insee != apres.insee and avant.insee not in fusions:
        fusions.add(avant.insee)
        bilan.communes_fusionnees.add(
            f"{avant.ville} ({avant.insee})", f"{apres.ville} ({apres.insee})"
        )
