"""How many addresses each commune has and where their middle is; how many a shape holds."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from sectorisation.adresses.fichier import MICRO, Lecteur, folder

if TYPE_CHECKING:
    from sectorisation.models import Territoire


@dataclass(frozen=True, slots=True)
class Comptage:
    """Addresses of one commune; the point is an address near their median, in WGS84."""

    insee: str
    adresses: int
    rue: str
    numero: int
    code_postal: str
    ville: str
    lon: float
    lat: float


def count_by_commune(territoire: "Territoire") -> list[Comptage]:
    """Communes of the address file, the most populated first. Reads the whole file once."""
    connexion = Lecteur(folder() / territoire.adresses_fichier).connexion
    comptes = connexion.execute(
        "SELECT v.insee, COUNT(*), AVG(n.lon), AVG(n.lat) FROM numero n JOIN voie v ON v.id = n.voie"
        " GROUP BY v.insee ORDER BY COUNT(*) DESC, v.insee"
    ).fetchall()
    return [
        Comptage(insee, nombre, *_nearest(connexion, insee, lon, lat))
        for insee, nombre, lon, lat in comptes
    ]


def _nearest(
    connexion: sqlite3.Connection, insee: str, lon: float, lat: float
) -> tuple[str, int, str, str, float, float]:
    nom, numero, cp, ville, x, y = connexion.execute(
        "SELECT v.nom, n.numero, v.cp, v.ville, n.lon, n.lat"
        " FROM numero n JOIN voie v ON v.id = n.voie WHERE v.insee = ?"
        " ORDER BY (n.lon - ?) * (n.lon - ?) + (n.lat - ?) * (n.lat - ?) LIMIT 1",
        (insee, lon, lon, lat, lat),
    ).fetchone()
    return nom, numero, cp, ville, x / MICRO, y / MICRO


def count_inside(territoire: "Territoire", formes: Sequence[Any]) -> int:
    """How many known addresses stand in at least one of these shapes (WGS84); 0 without a file.

    Reads the numbers of their box only. A shape that crosses itself is read as maps fill it.
    """
    chemin = folder() / territoire.adresses_fichier
    if not territoire.adresses_fichier or not chemin.exists() or not len(formes):
        return 0
    ouest, sud, est, nord = (shapely.total_bounds(formes) * MICRO).round().astype(int).tolist()
    boite = "lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
    points = np.array(
        Lecteur(chemin)
        .connexion.execute(
            f"SELECT lon, lat FROM numero WHERE {boite} UNION ALL "  # noqa: S608 - no value in it
            f"SELECT lon, lat FROM voie WHERE genre = 'locality' AND {boite}",
            (ouest, est, sud, nord) * 2,
        )
        .fetchall()
    ).reshape(-1, 2)
    dedans = np.zeros(len(points), bool)
    for forme in formes:
        shapely.prepare(forme)
        dedans |= shapely.intersects_xy(forme, points[:, 0] / MICRO, points[:, 1] / MICRO)
    return int(dedans.sum())
