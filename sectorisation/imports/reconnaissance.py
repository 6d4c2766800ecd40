"""What a file is, by what it begins with: names and extensions say nothing sure."""

from enum import StrEnum
from pathlib import Path

from sectorisation.errors import ImportRefuse


class Nature(StrEnum):
    """The kinds of files that can be read."""

    TABLEAU = "tableau"
    GEOJSON = "geojson"
    SHAPEFILE = "shapefile"
    GEOPACKAGE = "geopackage"

    @property
    def titre(self) -> str:
        return {
            Nature.TABLEAU: "Tableau (CSV)",
            Nature.GEOJSON: "Dessin (GeoJSON)",
            Nature.SHAPEFILE: "Dessin (Shapefile zippé)",
            Nature.GEOPACKAGE: "Dessin (GeoPackage)",
        }[self]

    @property
    def sig(self) -> bool:
        """True for what only the « sig » extra can read."""
        return self in (Nature.SHAPEFILE, Nature.GEOPACKAGE)


_ZIP = b"PK\x03\x04"
_SQLITE = b"SQLite format 3\0"
# Where SQLite keeps the application's number, and those that GeoPackages have had.
_PLACE_APPLICATION, _GEOPACKAGES = 68, (b"GPKG", b"GP10", b"GP11")
_CLASSEUR = (
    "C'est un classeur (Excel, LibreOffice), pas un CSV : enregistrez la feuille au format "
    "« CSV UTF-8 », puis recommencez."
)
_REFUS = (
    ((b"\xd0\xcf\x11\xe0",), _CLASSEUR),
    ((b"%PDF",), "C'est un PDF : il n'y a pas de règles à y lire."),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "C'est une image."),
    ((b"7z\xbc\xaf", b"Rar!"), "Cette archive n'est pas un .zip."),
    ((b"\0\0\x27\x0a",), "Ce .shp est seul : zippez-le avec ses fichiers .shx, .dbf et .prj."),
    (
        (b"<",),
        "C'est un fichier XML ou KML : enregistrez-le en GeoJSON, en GeoPackage ou en Shapefile.",
    ),
)


def recognise(chemin: Path) -> Nature:
    """The kind of a file. Raises ImportRefuse for what is known and cannot be read."""
    with chemin.open("rb") as fichier:
        debut = fichier.read(256)
    texte = debut.removeprefix(b"\xef\xbb\xbf").lstrip(b" \r\n\t")
    if not texte:
        raise ImportRefuse("Ce fichier est vide.")
    if debut.startswith(_ZIP):
        return _in_archive(chemin)
    if debut.startswith(_SQLITE):
        if debut[_PLACE_APPLICATION : _PLACE_APPLICATION + 4] in _GEOPACKAGES:
            return Nature.GEOPACKAGE
        raise ImportRefuse("C'est une base SQLite, mais pas un GeoPackage.")
    for marques, phrase in _REFUS:
        if texte.startswith(marques):
            raise ImportRefuse(phrase)
    if texte[:1] in (b"{", b"[") or chemin.suffix.lower() in (".geojson", ".json"):
        return Nature.GEOJSON
    return Nature.TABLEAU


def _in_archive(chemin: Path) -> Nature:
    """A workbook is an archive too; what a real one holds is checked where it is opened."""
    with chemin.open("rb") as fichier:
        tete = fichier.read(4096)
    if b"[Content_Types].xml" in tete or b"mimetypeapplication/vnd.oasis" in tete:
        raise ImportRefuse(_CLASSEUR)
    return Nature.SHAPEFILE
