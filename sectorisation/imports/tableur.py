"""Reads the CSV files people really have: encodings, separators and headers of every tool."""

import codecs
import csv
import gzip
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from sectorisation.errors import ImportRefuse

MAX_LIGNE = 100_000
MAX_COLONNES = 300
# Decompressed size beyond which a .gz is no longer an address file but a trap.
MAX_OCTETS = 3_000_000_000
_MAX_SONDE = 30_000_000
# How .xls and .xlsx (or .ods) files begin.
_CLASSEURS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
_DECIMALES = re.compile(r"(?<=\d)[.,]0+$")
# "1,2E+04" was a code or a number; "02-avr" and "1/2" were "2-4" and "1/2".
_SCIENTIFIQUE = re.compile(r"\d+(?:[.,]\d+)?E[+-]?\d+$", re.IGNORECASE)
_DATE_DE_TABLEUR = re.compile(
    r"\d{1,2}[-/. ]?[a-zéû]{3,4}\.?(?:[-/. ]?\d+)?$|\d{1,2}/\d{1,2}(?:/\d+)?$"
)
_SEPARATEURS = ";,\t|"


Lignes = Iterator[tuple[int, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Apercu:
    """What a file was taken for, and its first rows: to be shown before anything is imported."""

    encodage: str
    separateur: str
    colonnes: tuple[str, ...]
    lignes: tuple[dict[str, str], ...]


def preview(chemin: Path, *, limit: int = 10) -> Apercu:
    """The first rows of a CSV as they will be understood. Raises ImportRefuse."""
    with _opened(chemin) as (encodage, separateur, entetes, lignes):
        vues = tuple(ligne for _, ligne in islice(lignes, limit))
        nom = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}[encodage]
        return Apercu(nom, separateur, tuple(entetes), vues)


@contextmanager
def open_rows(chemin: Path) -> Iterator[tuple[list[str], Lignes]]:
    """Header and (line number, row) pairs of a CSV, plain or .gz. Rows are read as they are used.

    Column names are lowercase and unaccented. Raises ImportRefuse, also while iterating.
    """
    with _opened(chemin) as (_, _, entetes, lignes):
        yield entetes, lignes


@contextmanager
def _opened(chemin: Path) -> Iterator[tuple[str, str, list[str], Lignes]]:
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
            _check_header(entetes, numero)
            yield encodage, separateur, entetes, _rows(lignes, entetes, separateur)
        except UnicodeDecodeError:
            raise ImportRefuse(
                "Ce fichier n'est pas un texte lisible (UTF-8 ou Windows-1252 attendu)."
            ) from None
        except (gzip.BadGzipFile, EOFError):
            raise ImportRefuse("Ce fichier compressé est abîmé ou incomplet.") from None
        finally:
            texte.detach()


def _check_header(entetes: list[str], numero: int) -> None:
    if len(entetes) > MAX_COLONNES:
        raise ImportRefuse(f"Ligne {numero} : plus de {MAX_COLONNES} colonnes.")
    doubles = sorted(nom for nom, fois in Counter(entetes).items() if fois > 1 and nom)
    if doubles:
        raise ImportRefuse(f"Ligne {numero} : la colonne « {doubles[0][:40]} » est en double.")


def _open_bytes(chemin: Path) -> IO[bytes]:
    with chemin.open("rb") as brut:
        compresse = brut.read(2) == b"\x1f\x8b"
    return gzip.open(chemin) if compresse else chemin.open("rb")  # type: ignore[return-value]


def _encoding(brut: IO[bytes]) -> str:
    try:
        debut = brut.read(65_536)
        _refuse_binary(debut)
        utf16 = debut[:2] in (b"\xff\xfe", b"\xfe\xff")
        encodage = "utf-16" if utf16 else "utf-8-sig" if _is_utf8(debut, brut) else "cp1252"
        brut.seek(0)
    except (gzip.BadGzipFile, EOFError, OSError):
        raise ImportRefuse("Ce fichier compressé est abîmé ou incomplet.") from None
    return encodage


def _refuse_binary(debut: bytes) -> None:
    if debut[:4] in _CLASSEURS:
        raise ImportRefuse(
            "C'est un classeur (Excel, LibreOffice), pas un CSV : enregistrez la feuille au format "
            "« CSV UTF-8 », puis recommencez."
        )
    if b"\0" in debut and debut[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ImportRefuse("Ce fichier n'est pas un fichier texte.")


def _is_utf8(debut: bytes, suite: IO[bytes]) -> bool:
    """Looks far enough that a first accent late in the file is not found too late."""
    decodeur = codecs.getincrementaldecoder("utf-8")()
    lus, bloc = 0, debut
    try:
        while bloc and lus < _MAX_SONDE:
            decodeur.decode(bloc)
            lus += len(bloc)
            bloc = suite.read(1 << 20)
        decodeur.decode(b"", final=not bloc)
    except UnicodeDecodeError:
        return False
    return True


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


def without_spaces(brut: str) -> str:
    """Digits that a spreadsheet has grouped, together again; its spaces are of three kinds."""
    return "".join(brut.split())


def check_not_damaged(brut: str, colonne: str) -> None:
    """Raises ImportRefuse for what a spreadsheet has made of a number, which nothing gives back."""
    if _SCIENTIFIQUE.match(brut) or "#" in brut:
        raise ImportRefuse(
            f"« {brut[:20]} » a été abîmé par le tableur (colonne « {colonne} ») : donnez à la "
            "colonne le format « texte », puis retapez ses valeurs."
        )
    if _DATE_DE_TABLEUR.match(brut):
        raise ImportRefuse(
            f"« {brut[:20]} » est devenu une date dans le tableur (colonne « {colonne} ») : donnez "
            "à la colonne le format « texte », puis retapez ses valeurs."
        )


def insee_code(brut: str) -> str:
    """A commune code as INSEE writes it: spreadsheets take zeros away, add decimals and spaces."""
    code = _DECIMALES.sub("", without_spaces(brut).upper())
    return code.zfill(5) if code.isdigit() and len(code) == 4 else code
