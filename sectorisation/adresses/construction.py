"""Builds the address file of a territoire from a stream of addresses.

Numbers go straight to disk; only the streets stay in memory, so that a département of 600,000
addresses is built in a few hundred megabytes less than its size would suggest.

Rows are numbered by how likely they are to be meant: a completion reads the first that match.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sectorisation.adresses.fichier import FORMAT, MICRO, SCHEMA
from sectorisation.adresses.inscription import Inscription
from sectorisation.adresses.normalisation import fold, words


@dataclass(frozen=True, slots=True)
class Adresse:
    """One line of an address file, already read and resolved. A lieu-dit has no number."""

    cle: str
    numero: int | None
    suffixe: str
    voie: str
    code_postal: str
    insee: str
    ville: str
    autres_villes: tuple[str, ...]
    precision: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Ville:
    """A commune as an answer of its own, with its former names."""

    insee: str
    nom: str
    anciens: tuple[str, ...]
    lon: float
    lat: float
    # In the file without being of the territoire: offered last.
    ailleurs: bool = False


@dataclass(frozen=True, slots=True)
class Bilan:
    """What an address file holds; `doublons` numbers were given twice and kept once."""

    version: str
    fichier: str
    adresses: int
    voies: int
    lieux_dits: int
    communes: int
    doublons: int


@dataclass(slots=True)
class _Voie:
    id: int
    cle: str
    insee: str
    ville: str
    precision: str
    noms: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    villes: dict[str, None] = field(default_factory=dict)
    numeros: int = 0
    lon: float = 0.0
    lat: float = 0.0
    points: int = 0

    def nom(self) -> str:
        return min(self.noms, key=lambda n: (-self.noms[n], n))

    def code(self) -> str:
        return min(self.codes, key=lambda c: (-self.codes[c], c)) if self.codes else ""


def build(
    adresses: Iterable[Adresse], *, villes: Iterable[Ville], dossier: Path, prefixe: str
) -> Bilan:
    """Writes PREFIXE-VERSION.sqlite3 into `dossier` and returns what it holds.

    The version is a digest of the content: the same addresses give the same file name.
    `villes` is read after `adresses`, which may be what makes them known.
    The file appears whole or not at all; when `adresses` raises, nothing is left behind.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=dossier, prefix=f".{prefixe}-", suffix=".neuf")
    os.close(descripteur)
    connexion = sqlite3.connect(provisoire, isolation_level=None)
    try:
        connexion.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        connexion.execute("BEGIN")
        bilan = _Chantier(connexion, prefixe).run(adresses, villes)
        connexion.execute("COMMIT")
        connexion.execute("INSERT INTO recherche(recherche) VALUES('optimize')")
        connexion.execute("ANALYZE")
        connexion.close()
        os.chmod(provisoire, 0o444)
        os.replace(provisoire, dossier / bilan.fichier)
    except BaseException:
        connexion.close()
        Path(provisoire).unlink(missing_ok=True)
        raise
    return bilan


class _Chantier:
    def __init__(self, connexion: sqlite3.Connection, prefixe: str) -> None:
        self.connexion = connexion
        self.prefixe = prefixe
        self.voies: dict[tuple[str, str], _Voie] = {}
        self.empreinte = hashlib.sha256(FORMAT.encode())
        self.inscription = Inscription(connexion)

    def run(self, adresses: Iterable[Adresse], communes: Iterable[Ville]) -> Bilan:
        lues = self._stage_numbers(adresses)
        villes = tuple(communes)
        self._rank(villes)
        self._write_numbers()
        (gardees,) = self.connexion.execute("SELECT count(*) FROM numero").fetchone()
        attendues = sum(v.numeros for v in self.voies.values())
        self._write_communes(villes)
        self._write_streets()
        self.inscription.write_vocabulary()
        version = self.empreinte.hexdigest()[:12]
        lieux_dits = sum(1 for v in self.voies.values() if not v.numeros)
        metas = {"format": FORMAT, "version": version, "adresses": str(lues)}
        self.connexion.executemany("INSERT INTO meta VALUES(?, ?)", metas.items())
        return Bilan(
            version=version,
            fichier=f"{self.prefixe}-{version}.sqlite3",
            adresses=gardees + lieux_dits,
            voies=len(self.voies) - lieux_dits,
            lieux_dits=lieux_dits,
            communes=len(villes),
            doublons=attendues - gardees,
        )

    def _stage_numbers(self, adresses: Iterable[Adresse]) -> int:
        """Puts numbers aside as they come: where their street ranks is known at the end."""
        self.connexion.execute("CREATE TEMP TABLE arrivee(voie, numero, suffixe, lon, lat)")
        lues = 0
        lignes = self._register(adresses)
        while lot := list(islice(lignes, 5000)):
            lues += len(lot)
            self.connexion.executemany(
                "INSERT INTO arrivee VALUES(?, ?, ?, ?, ?)",
                (ligne for ligne in lot if ligne is not None),
            )
        return lues

    def _rank(self, villes: tuple[Ville, ...]) -> None:
        """Numbers the streets after the communes: long streets of large communes first, then
        lieux-dits; what is not of the territoire last."""
        habites = Counter[str]()
        for voie in self.voies.values():
            habites[voie.insee] += voie.points
        ailleurs = {v.insee for v in villes if v.ailleurs}
        ordre = sorted(
            self.voies.values(),
            key=lambda v: (
                v.insee in ailleurs, not v.numeros, -habites[v.insee], v.insee, -v.numeros, v.cle,
            ),
        )  # fmt: skip
        self.connexion.execute("CREATE TEMP TABLE rang(arrivee INTEGER PRIMARY KEY, voie)")
        for rang, voie in enumerate(ordre, len(villes) + 1):
            self.connexion.execute("INSERT INTO rang VALUES(?, ?)", (voie.id, rang))
            voie.id = rang

    def _write_numbers(self) -> None:
        """Of two numbers alike, the first to come is kept."""
        self.connexion.execute(
            "INSERT OR IGNORE INTO numero "
            "SELECT rang.voie, a.numero, a.suffixe, a.lon, a.lat FROM arrivee a "
            "JOIN rang ON rang.arrivee = a.voie ORDER BY rang.voie, a.numero, a.suffixe, a.rowid"
        )
        self.connexion.execute("DROP TABLE arrivee")
        self.connexion.execute("DROP TABLE rang")

    def _register(
        self, adresses: Iterable[Adresse]
    ) -> Iterator[tuple[int, int, str, int, int] | None]:
        for a in adresses:
            self.empreinte.update(repr(a).encode())
            # A street cut in two by a commune border is one street in each.
            voie = self.voies.get((a.cle, a.insee))
            if voie is None:
                voie = _Voie(len(self.voies) + 1, a.cle, a.insee, a.ville, a.precision)
                self.voies[a.cle, a.insee] = voie
            voie.noms[a.voie] += 1
            voie.codes[a.code_postal] += 1
            voie.villes.update(dict.fromkeys((a.ville, *a.autres_villes)))
            voie.points += 1
            voie.lon += a.lon
            voie.lat += a.lat
            if a.numero is None:
                yield None
                continue
            voie.numeros += 1
            yield voie.id, a.numero, a.suffixe, round(a.lon * MICRO), round(a.lat * MICRO)

    def _write_streets(self) -> None:
        homonymes = Counter((fold(v.nom()), v.insee) for v in self.voies.values())
        for voie in sorted(self.voies.values(), key=lambda v: v.id):
            nom = voie.nom()
            lon, lat = self._point_on(voie)
            mots = words(fold(nom))
            autres = [words(fold(n)) for n in sorted(voie.noms) if n != nom]
            villes = dict.fromkeys(words(fold(v)) for v in voie.villes)
            doublon = homonymes[fold(nom), voie.insee] > 1
            self.inscription.insert(
                voie.id,
                cle=voie.cle,
                genre="street" if voie.numeros else "locality",
                nom=nom,
                precision=voie.precision if doublon else "",
                ville=voie.ville,
                insee=voie.insee,
                cp=voie.code(),
                mots=mots,
                autres=[m for autre in autres for m in autre],
                villes=list(villes),
                lon=lon,
                lat=lat,
            )

    def _point_on(self, voie: _Voie) -> tuple[int, int]:
        """The known number nearest to the middle: a point that is on the street."""
        lon = round(voie.lon / voie.points * MICRO)
        lat = round(voie.lat / voie.points * MICRO)
        if not voie.numeros:
            return lon, lat
        proche: tuple[int, int] = self.connexion.execute(
            "SELECT lon, lat FROM numero WHERE voie = ? "
            "ORDER BY (lon - ?) * (lon - ?) + (lat - ?) * (lat - ?) * 2, numero, suffixe LIMIT 1",
            (voie.id, lon, lon, lat, lat),
        ).fetchone()
        return proche

    def _write_communes(self, villes: tuple[Ville, ...]) -> None:
        codes: dict[str, Counter[str]] = {}
        for voie in self.voies.values():
            codes.setdefault(voie.insee, Counter()).update(voie.codes)
        for rang, ville in enumerate(villes, 1):
            self.empreinte.update(repr(ville).encode())
            noms = dict.fromkeys(words(fold(n)) for n in (ville.nom, *ville.anciens))
            connus = codes.get(ville.insee) or Counter()
            code = min(connus, key=lambda c: (-connus[c], c)) if connus else ""
            self.inscription.insert(
                rang,
                cle=ville.insee,
                genre="municipality",
                nom=ville.nom,
                precision="",
                ville=ville.nom,
                insee=ville.insee,
                cp=code,
                mots=(),
                autres=[],
                villes=list(noms),
                lon=round(ville.lon * MICRO),
                lat=round(ville.lat * MICRO),
                codes=sorted(connus),
            )
