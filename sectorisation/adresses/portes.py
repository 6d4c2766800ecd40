"""From a street found to a door: the number asked for, where the street has it."""

import math
import sqlite3

from sectorisation.adresses.fichier import MICRO
from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.notation import Voie
from sectorisation.adresses.requete import Variante

_SUFFIXES_EGAUX = {"b": "bis", "t": "ter", "q": "quater"}
_SUFFIXES_EGAUX |= {long: court for court, long in _SUFFIXES_EGAUX.items()}
SANS_NUMERO = 0.85
_AUTRE_SUFFIXE = 0.97


def at_number(
    connexion: sqlite3.Connection, voie: Voie, note: float, variante: Variante
) -> Candidat:
    """The door asked for in a street; the street itself, less sure, when it has no such number."""
    if variante.numero is None:
        return at_street(voie, note)
    lignes = {
        suffixe: (lon, lat)
        for suffixe, lon, lat in connexion.execute(
            "SELECT suffixe, lon, lat FROM numero WHERE voie = ? AND numero = ?",
            (voie.id, variante.numero),
        )
    }
    if not lignes:
        return at_street(voie, note * SANS_NUMERO)
    egal = _SUFFIXES_EGAUX.get(variante.suffixe, variante.suffixe)
    suffixe = next((s for s in (variante.suffixe, egal, "") if s in lignes), min(lignes))
    facteur = 1.0 if suffixe in (variante.suffixe, egal) else _AUTRE_SUFFIXE
    lon, lat = lignes[suffixe]
    numero = f"{variante.numero} {suffixe}".strip()
    identifiant = f"{voie.cle}_{variante.numero:05d}" + (f"_{suffixe}" if suffixe else "")
    return _candidate(voie, note * facteur, numero, identifiant, lon, lat)


def at_street(voie: Voie, note: float) -> Candidat:
    """A street, lieu-dit or commune as an answer of its own."""
    return _candidate(voie, note, "", voie.cle, voie.lon, voie.lat)


def _candidate(
    voie: Voie, note: float, numero: str, identifiant: str, lon: int, lat: int
) -> Candidat:
    commune = voie.genre == "municipality"
    precise = f"{voie.nom}, {voie.precision}," if voie.precision else voie.nom
    morceaux = (voie.nom, voie.cp) if commune else (numero, precise, voie.cp, voie.ville)
    return Candidat(
        label=" ".join(m for m in morceaux if m),
        type="housenumber" if numero else voie.genre,
        score=math.floor(min(note, 1.0) * 1000 + 0.5) / 1000,
        housenumber=numero,
        street="" if commune else voie.nom,
        postcode=voie.cp,
        city=voie.ville,
        citycode=voie.insee,
        lon=lon / MICRO,
        lat=lat / MICRO,
        id=identifiant,
    )
