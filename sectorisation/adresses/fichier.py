"""The address file of a territoire: immutable, named by its version, opened read-only.

One SQLite file per territoire and version. It is built beside and renamed, never changed:
readers need no lock, and a reader keeps the file it opened.
"""

import sqlite3
import threading
from pathlib import Path

from django.conf import settings

from sectorisation.errors import FormatIllisible

# Part of the version: bump it when the schema or the normalisation changes.
FORMAT = "3"
# Older files that are still read. Of "2", rows are in the order of the source: completion shows
# less well chosen streets, and nothing else changes.
FORMATS_LUS = frozenset(["2", FORMAT])

SCHEMA = """
CREATE TABLE voie(
    id INTEGER PRIMARY KEY, cle TEXT NOT NULL, genre TEXT NOT NULL, nom TEXT NOT NULL,
    precision TEXT NOT NULL, ville TEXT NOT NULL, insee TEXT NOT NULL, cp TEXT NOT NULL,
    mots TEXT NOT NULL, villes TEXT NOT NULL, lon INTEGER NOT NULL, lat INTEGER NOT NULL
);
CREATE INDEX voie_par_commune ON voie(insee);
CREATE TABLE numero(
    voie INTEGER NOT NULL, numero INTEGER NOT NULL, suffixe TEXT NOT NULL,
    lon INTEGER NOT NULL, lat INTEGER NOT NULL, PRIMARY KEY(voie, numero, suffixe)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE recherche USING fts5(
    voie, ville, cp, commune, content='', prefix='2 3 4',
    tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE mot(id INTEGER PRIMARY KEY, mot TEXT NOT NULL UNIQUE, frequence INTEGER NOT NULL);
CREATE TABLE voisin(cle TEXT NOT NULL, mot INTEGER NOT NULL, PRIMARY KEY(cle, mot)) WITHOUT ROWID;
CREATE TABLE trigramme(
    tri TEXT NOT NULL, mot INTEGER NOT NULL, PRIMARY KEY(tri, mot)
) WITHOUT ROWID;
CREATE TABLE meta(cle TEXT PRIMARY KEY, valeur TEXT NOT NULL);
"""

# Coordinates are stored in microdegrees: a tenth of a metre, in the fewest bytes.
MICRO = 1_000_000


def folder() -> Path:
    """Where address files live: PARVIS_DONNEES_DIR/adresses."""
    base = getattr(settings, "PARVIS_DONNEES_DIR", None) or Path(settings.BASE_DIR) / "var"
    return Path(base) / "adresses"


class Lecteur:
    """One read-only connection per thread on one immutable file.

    Raises FormatIllisible for a file of another age of Parvis: its answers would be wrong.
    """

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin
        self._local = threading.local()
        (ecrit,) = self.connexion.execute("SELECT valeur FROM meta WHERE cle = 'format'").fetchone()
        if ecrit not in FORMATS_LUS:
            raise FormatIllisible(chemin.name, ecrit)

    @property
    def connexion(self) -> sqlite3.Connection:
        ouverte: sqlite3.Connection | None = getattr(self._local, "connexion", None)
        if ouverte is None:
            # immutable=1: SQLite takes no lock and never looks for a journal.
            uri = f"{self.chemin.resolve().as_uri()}?mode=ro&immutable=1"
            ouverte = sqlite3.connect(uri, uri=True)
            ouverte.execute("PRAGMA mmap_size = 268435456")
            self._local.connexion = ouverte
        return ouverte
