"""Opens the zip of a Shapefile: what it holds is listed and weighed before anything is unpacked."""

import stat
import struct
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from sectorisation.errors import ImportRefuse

EXTENSIONS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
MAX_MEMBRES = 100
MAX_OCTETS = 100_000_000
MAX_TAUX = 100
# A list of members longer than this is not read at all.
_MAX_SOMMAIRE = 100_000
_BLOC = 1 << 20
_TAUX_LIBRE = 10_000_000
_FIN, _FIN_64 = b"PK\x05\x06", b"PK\x06\x07"


def unpack_shapefile(chemin: Path, dossier: Path) -> Path:
    """Writes the parts of the one Shapefile of an archive as « source.* ». Raises ImportRefuse.

    Names in the archive are never used: only their extension is.
    """
    _check_summary(chemin)
    try:
        with zipfile.ZipFile(chemin) as archive:
            parts = _parts(archive.infolist())
            restant = MAX_OCTETS
            for extension, membre in parts.items():
                with archive.open(membre) as entree:
                    sortie = dossier / f"source{extension}"
                    restant -= _copy(entree, sortie, min(restant, membre.file_size))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise ImportRefuse("Cette archive est abîmée ou incomplète.") from None
    return dossier / "source.shp"


def _check_summary(chemin: Path) -> None:
    """Weighs the list of members where the archive ends, before zipfile reads it whole."""
    with chemin.open("rb") as fichier:
        taille = fichier.seek(0, 2)
        fichier.seek(max(0, taille - 42))
        fin = fichier.read()
    if len(fin) < 22 or fin[-22:-18] != _FIN or fin[-2:] != b"\0\0":
        raise ImportRefuse("Cette archive est abîmée ou incomplète.")
    nombre, sommaire = struct.unpack("<HL", fin[-12:-6])
    if nombre > MAX_MEMBRES or sommaire > _MAX_SOMMAIRE or fin.startswith(_FIN_64):
        raise ImportRefuse(f"Cette archive contient plus de {MAX_MEMBRES} fichiers.")


def _parts(membres: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    if len(membres) > MAX_MEMBRES:
        raise ImportRefuse(f"Cette archive contient plus de {MAX_MEMBRES} fichiers.")
    for membre in membres:
        _check_member(membre)
        chemin = PurePosixPath(membre.filename)
        extension = chemin.suffix.lower()
        # « __MACOSX/._zones.shp »: what macOS adds beside each file.
        if membre.is_dir() or extension not in EXTENSIONS or chemin.name.startswith("."):
            continue
        if extension in parts:
            raise ImportRefuse(f"Cette archive contient plusieurs fichiers {extension} : un seul.")
        parts[extension] = membre
    manquantes = [e for e in (".shp", ".shx", ".dbf") if e not in parts]
    if manquantes:
        raise ImportRefuse(f"Il manque à cette archive un fichier {manquantes[0]}.")
    if sum(membre.file_size for membre in membres) > MAX_OCTETS:
        raise ImportRefuse(f"Décompressée, cette archive dépasse {MAX_OCTETS // 1_000_000} Mo.")
    return parts


def _check_member(membre: zipfile.ZipInfo) -> None:
    nom = membre.orig_filename
    chemin = PurePosixPath(nom.replace("\\", "/"))
    if chemin.is_absolute() or ".." in chemin.parts or "\0" in nom or ":" in nom:
        raise ImportRefuse("Un nom de fichier de cette archive sort de son dossier.")
    if stat.S_ISLNK(membre.external_attr >> 16):
        raise ImportRefuse("Cette archive contient un lien, pas un fichier.")
    if membre.flag_bits & 0x1:
        raise ImportRefuse("Cette archive est protégée par un mot de passe.")
    # A .dbf is mostly spaces: what stays small may shrink as much as it likes.
    if membre.file_size > max(MAX_TAUX * membre.compress_size, _TAUX_LIBRE):
        raise ImportRefuse("Cette archive grossit démesurément en se décompressant.")


def _copy(entree: IO[bytes], sortie: Path, attendu: int) -> int:
    """Never more than announced: a member may lie about its size."""
    ecrits = 0
    with sortie.open("wb") as fichier:
        while bloc := entree.read(min(_BLOC, attendu - ecrits + 1)):
            ecrits += len(bloc)
            if ecrits > attendu:
                raise ImportRefuse("Cette archive grossit démesurément en se décompressant.")
            fichier.write(bloc)
    return ecrits
