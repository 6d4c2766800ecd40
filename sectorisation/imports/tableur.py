"""Reads the CSV files people really have: encodings, separators and headers of every tool."""

import csv
import gzip
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sectorisation.errors import ImportRefuse

MAX_LIGNE = 100_000
MAX_COLONNES = 300
# Decompressed size beyond which a .gz is no longer an address file but a trap.
MAX_OCTETS = 3_000_000_000
_DECIMALES = re.compile(r"(?<=\d)[.,]0+$")
_SEPARATEURS = ";,\t|"


@contextmanager
def open_rows(chemin: Path) -> Iterator[tuple[list[str], Iterator[tuple[int, dict[str, str]]]]]:
    """Header and (line number, row) pairs of a CSV, plain or .gz. Rows are read as they are used.

    Column names are lowercase and unaccented. Raises ImportRefuse, also while iterating.
    """
    with _open_bytes(chemin) as brut:
        encodage = _encoding(brut)
        texte = io.TextIOWrapper(brut, encoding=encodage, errors="strict", newline="")
        try:
            lignes = _lines(texte)
            numero, premiere = next(lignes, (0, ""))
            separateur = ""
            if premiere.lower().startswith("sep="):
                separateur = premiere[4:5]
                numero, premiere = next(lignes, (0, ""))
            if not premiere.strip():
                raise ImportRefuse("Ce fichier est vide.")
            separateur = separateur or max(_SEPARATEURS, key=premiere.count)
            entetes = [_column(nom) for nom in next(csv.reader([premiere], delimiter=separateur))]
            if len(entetes) > MAX_COLONNES:
                raise ImportRefuse(f"Ligne {numero} : plus de {MAX_COLONNES} colonnes.")
            yield entetes, _rows(lignes, entetes, separateur)
        except UnicodeDecodeError:
            raise ImportRefuse(
                "Ce fichier n'est pas un texte lisible (UTF-8 ou Windows-1252 attendu)."
            ) from None
        except (gzip.BadGzipFile, EOFError):
            raise ImportRefuse("Ce fichier compressé est abîmé ou incomplet.") from None
        finally:
            texte.detach()


def _open_bytes(chemin: Path) -> IO[bytes]:
    with chemin.open("rb") as brut:
        compresse = brut.read(2) == b"\x1f\x8b"
    return gzip.open(chemin) if compresse else chemin.open("rb")  # type: ignore[return-value]


def _encoding(brut: IO[bytes]) -> str:
    try:
        debut = brut.read(65_536)
        brut.seek(0)
    except (gzip.BadGzipFile, EOFError, OSError):
        raise ImportRefuse("Ce fichier compressé est abîmé ou incomplet.") from None
    if debut[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in debut:
        raise ImportRefuse("Ce fichier n'est pas un fichier texte.")
    try:
        # The sample may end in the middle of a character.
        debut[: len(debut) - 4 if len(debut) == 65_536 else None].decode("utf-8", "strict")
    except UnicodeDecodeError as erreur:
        if erreur.end < len(debut) - 8:
            return "cp1252"
    return "utf-8-sig"


def _lines(texte: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    lus = 0
    numero = 0
    while ligne := texte.readline(MAX_LIGNE + 1):
        numero += 1
        lus += len(ligne)
        if len(ligne) > MAX_LIGNE:
            raise ImportRefuse(
                f"Ligne {numero} : plus de {MAX_LIGNE:,} caractères.".replace(",", " ")
            )
        if lus > MAX_OCTETS:
            raise ImportRefuse("Ce fichier est démesuré.")
        if "\0" in ligne:
            raise ImportRefuse(f"Ligne {numero} : ce fichier n'est pas un fichier texte.")
        yield numero, ligne


def _rows(
    lignes: Iterator[tuple[int, str]], entetes: list[str], separateur: str
) -> Iterator[tuple[int, dict[str, str]]]:
    courante = 0

    def watched() -> Iterator[str]:
        nonlocal courante
        for numero, ligne in lignes:
            courante = numero
            yield ligne

    try:
        for cellules in csv.reader(watched(), delimiter=separateur):
            if any(cellules):
                yield courante, dict(zip(entetes, cellules, strict=False))
    except csv.Error:
        raise ImportRefuse(f"Ligne {courante} : guillemets ou colonnes illisibles.") from None


def _column(nom: str) -> str:
    decompose = unicodedata.normalize("NFKD", nom.strip().strip('"').lower())
    return "".join(c for c in decompose if not unicodedata.combining(c)).replace(" ", "_")


def insee_code(brut: str) -> str:
    """A commune code as INSEE writes it: spreadsheets take leading zeros away and add decimals."""
    code = _DECIMALES.sub("", brut.strip().upper())
    return code.zfill(5) if code.isdigit() and len(code) == 4 else code
