"""Writes the rows of an address file: what is shown, what is searched, what may be misspelt."""

import sqlite3
from collections import Counter

from sectorisation.adresses.normalisation import deletions, trigrams


class Inscription:
    """The rows of one file being built, and the words met in them."""

    def __init__(self, connexion: sqlite3.Connection) -> None:
        self._connexion = connexion
        self._mots: Counter[str] = Counter()

    def insert(
        self,
        rang: int,
        *,
        cle: str,
        genre: str,
        nom: str,
        precision: str,
        ville: str,
        insee: str,
        cp: str,
        mots: tuple[str, ...],
        autres: list[str],
        villes: list[tuple[str, ...]],
        lon: int,
        lat: int,
        codes: list[str] | None = None,
    ) -> None:
        mots_villes = [m for v in villes for m in v]
        self._mots.update({*mots, *autres, *mots_villes})
        self._connexion.execute(
            "INSERT INTO voie VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                rang, cle, genre, nom, precision, ville, insee, cp, " ".join(mots),
                "|".join(" ".join(v) for v in villes), lon, lat,
            ),
        )  # fmt: skip
        commune = genre == "municipality"
        self._connexion.execute(
            "INSERT INTO recherche(rowid, voie, ville, cp, commune) VALUES(?, ?, ?, ?, ?)",
            (
                rang,
                " ".join((*mots, *autres)),
                "" if commune else " ".join(mots_villes),
                " ".join(codes or [cp]),
                " ".join((*mots_villes, *(codes or ()))) if commune else "",
            ),
        )

    def write_vocabulary(self) -> None:
        """Once every row is written: each word, and the spellings that may stand for it."""
        for rang, (mot, frequence) in enumerate(sorted(self._mots.items()), 1):
            self._connexion.execute("INSERT INTO mot VALUES(?, ?, ?)", (rang, mot, frequence))
            if len(mot) < 3 or mot.isdigit():
                continue
            self._connexion.executemany(
                "INSERT INTO voisin VALUES(?, ?)", ((cle, rang) for cle in deletions(mot))
            )
            self._connexion.executemany(
                "INSERT INTO trigramme VALUES(?, ?)", ((tri, rang) for tri in trigrams(mot))
            )
