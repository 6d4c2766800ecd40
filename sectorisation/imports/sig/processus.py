"""Has a file of a geographic information system read, or written, by a bounded process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sectorisation.errors import ImportRefuse, ProjectionInconnue
from sectorisation.imports.sig.projections import named

DELAI = 60.0
ABSENT = (
    "Ce serveur ne lit pas les formats SIG (Shapefile, GeoPackage). L'exploitant les ajoute par "
    "« pip install pyogrio pyproj ». En attendant, enregistrez le fichier en GeoJSON (WGS 84)."
)
_RACINE = Path(__file__).resolve().parents[3]
# Nothing of ours reaches GDAL, and it may neither load code nor ask the network.
_ENVIRONNEMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "PROJ_NETWORK": "OFF",
    "GDAL_DRIVER_PATH": "disable",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """A drawing made GeoJSON in WGS84: where it is, how it was drawn, how its texts were written."""

    chemin: Path
    projection: str
    encodage: str


def available() -> bool:
    """True when the « sig » extra is installed."""
    return find_spec("pyogrio") is not None and find_spec("pyproj") is not None


@contextmanager
def converted(chemin: Path, nature: str, projection: int | None) -> Iterator[Conversion]:
    """The drawing of a zipped Shapefile or a GeoPackage, as GeoJSON, while the block lasts.

    `projection` is used when the file says none. Raises ImportRefuse, ProjectionInconnue.
    """
    if not available():
        raise ImportRefuse(ABSENT)
    from sectorisation.imports.sig.lecteur import SORTIE

    with TemporaryDirectory(prefix="parvis-sig-") as dossier:
        choisie = [str(projection)] if projection else []
        dit = run("lecteur", nature, str(chemin.resolve()), dossier, *choisie)
        if dit.get("inconnue"):
            raise ProjectionInconnue(dit["proposee"])
        lue = dit["projection"]
        nom = named(lue) if isinstance(lue, int) else "projection propre au fichier"
        yield Conversion(Path(dossier) / SORTIE, nom, dit["encodage"])


def run(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of this folder says of its work. Raises ImportRefuse."""
    commande = [sys.executable, "-m", f"sectorisation.imports.sig.{module}", *arguments]
    try:
        fini = subprocess.run(
            commande, cwd=_RACINE, env=_ENVIRONNEMENT, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=DELAI, check=True,
        )  # fmt: skip
        dit: dict[str, Any] = json.loads(fini.stdout)
    except subprocess.TimeoutExpired:
        raise ImportRefuse("Ce fichier est trop long à lire : simplifiez-le.") from None
    except (subprocess.CalledProcessError, ValueError):
        raise ImportRefuse("Ce fichier est abîmé, ou demande trop de mémoire.") from None
    if "refus" in dit:
        raise ImportRefuse(*dit["refus"])
    return dit
