"""How many addresses each commune has, and where their middle is."""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
