"""Files meant to harm, and what reading each of them costs: run apart, so that memory is measured.

`python -m tests.sectorisation.hostiles DOSSIER` prints {name: [sentence, megabytes]}.
"""

import gzip
import io
import json
import resource
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from sectorisation.errors import ImportRefuse
from sectorisation.imports.geojson import read_areas
from sectorisation.imports.reconnaissance import Nature, recognise
from sectorisation.imports.sig.processus import converted
from sectorisation.imports.tableur import open_rows

SHP = b"\x00\x00\x27\x0a" + bytes(96)
POINT = "[2.123456,44.123456],"
ANNEAU = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"nom": "%s"},'
    ' "geometry": {"type": "Polygon", "coordinates": [[%s[2.1,44.1]]]}}]}'
)


# The largest of the processes that read for us.
LECTEURS = "lecteurs"


def zipped(*membres: tuple[str, bytes], mode: int = 0) -> bytes:
    brut = io.BytesIO()
    with zipfile.ZipFile(brut, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for nom, contenu in membres:
            membre = zipfile.ZipInfo(nom)
            membre.external_attr = mode << 16
            membre.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(membre, contenu, compresslevel=1)
    return brut.getvalue()


def parts(shp: bytes = SHP, **autres: bytes) -> list[tuple[str, bytes]]:
    return [("z.shp", shp), ("z.shx", SHP), ("z.dbf", bytes(33)), *autres.items()]


def geopackage(suite: bytes) -> bytes:
    return b"SQLite format 3\0" + bytes(52) + b"GP10" + suite


# What the file is, and words of the sentence that refuses it.
HOSTILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "un million de sommets": (
        lambda: (ANNEAU % ("Nord", POINT * 1_000_000)).encode(),
        "Objet n° 1 : il a trop de sommets",
    ),
    "un million de sommets et un emoji": (
        lambda: (ANNEAU % ("\U0001f600", POINT * 1_000_000)).encode(),
        "Objet n° 1 : il a trop de sommets",
    ),
    "dix millions de crochets": (lambda: b"[" * 10_000_000, "sommets"),
    "cent mille niveaux": (lambda: b'{"a":' * 100_000, "Ligne 1 : plus de 64 niveaux"),
    "un texte sans fin": (lambda: b'{"a": "' + b"x" * 25_000_000, "FeatureCollection"),
    "un nombre sans fin": (
        lambda: (ANNEAU % ("Nord", f"[{'9' * 1_000_000},44],")).encode(),
        "nombre démesuré",
    ),
    "un million de colonnes": (lambda: b"a;" * 1_000_000, "Ligne 1 : plus de 100 000 caractères"),
    "une ligne compressée sans fin": (
        lambda: b"".join((gzip.compress(b"a;b\n"), gzip.compress(b"x" * 60_000_000, 1))),
        "Ligne 2 : plus de 100 000 caractères",
    ),
    "un gz tronqué": (lambda: gzip.compress(b"a;b\n" * 1000)[:-12], "abîmé ou incomplet"),
    "un exécutable": (lambda: b"\x7fELF" + bytes(range(256)) * 1000, "pas un fichier texte"),
    "une bombe zip": (lambda: zipped(*parts(bytes(120_000_000))), "grossit démesurément"),
    "une archive trop lourde": (
        lambda: zipped(*parts(), *((f"{n}.txt", bytes(9_000_000)) for n in range(12))),
        "dépasse 100 Mo",
    ),
    "deux mille membres": (
        lambda: zipped(*((f"{n}.shp", b"") for n in range(2000))), "plus de 100 fichiers",
    ),
    "un nom qui remonte": (lambda: zipped(("../../z.shp", SHP)), "sort de son dossier"),
    "un nom absolu": (lambda: zipped(("/etc/z.shp", SHP)), "sort de son dossier"),
    "un nom de Windows": (lambda: zipped(("C:\\z.shp", SHP)), "sort de son dossier"),
    "un nom qui remonte à l'envers": (lambda: zipped(("..\\z.shp", SHP)), "sort de son dossier"),
    "un lien": (lambda: zipped(("z.shp", b"/etc/passwd"), mode=stat.S_IFLNK), "un lien"),
    "deux dessins": (lambda: zipped(*parts(), ("a/b.shp", SHP)), "plusieurs fichiers .shp"),
    "une archive sans dessin": (lambda: zipped(("a.zip", zipped())), "il manque".capitalize()),
    "une archive tronquée": (lambda: zipped(*parts())[:-30], "abîmée ou incomplète"),
    "un VRT pour .shp": (
        lambda: zipped(*parts(b"<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>")),
        "n'est pas un Shapefile",
    ),
    "un .shp vide": (lambda: zipped(*parts()), "."),
    "un GeoPackage abîmé": (lambda: geopackage(bytes(5000)), "abîmé"),
    "un GeoPackage tronqué": (lambda: geopackage(b""), "abîmé"),
    "un VRT nommé .gpkg": (lambda: b"<OGRVRTDataSource></OGRVRTDataSource>", "XML ou KML"),
    "rien": (lambda: b"", "Ce fichier est vide"),
}  # fmt: skip


def read(chemin: Path) -> str:
    """Reads a file to its end, as an import would; gives the sentence that refuses it."""
    try:
        nature = recognise(chemin)
        if nature is Nature.TABLEAU:
            with open_rows(chemin) as (_, lignes):
                for _ in lignes:
                    pass
        elif nature is Nature.GEOJSON:
            read_areas(chemin)
        else:
            with converted(chemin, nature, None) as conversion:
                read_areas(conversion.chemin)
    except ImportRefuse as refus:
        return str(refus)
    return ""


def megabytes(mesure: str) -> int:
    lignes = Path("/proc/self/status").read_text().splitlines()
    return next(int(ligne.split()[1]) // 1024 for ligne in lignes if ligne.startswith(mesure))


def measure(dossier: Path) -> dict[str, tuple[str, int]]:
    chemin, bilan = dossier / "fichier", {}
    for nom, (contenu, _) in HOSTILES.items():
        chemin.write_bytes(contenu())
        # The peak of memory starts again from here.
        Path("/proc/self/clear_refs").write_text("5")
        avant = megabytes("VmRSS")
        phrase = read(chemin)
        bilan[nom] = (phrase, megabytes("VmHWM") - avant)
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return bilan | {LECTEURS: ("", enfants)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
