"""The embedded geocoder: nothing leaves the server, no service to run.

Streets are looked for first (see `recherche`), then the number in the street.
"""

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sectorisation.adresses import requete
from sectorisation.adresses.fichier import MICRO, Lecteur, folder
from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.notation import Voie
from sectorisation.adresses.recherche import Recherche

if TYPE_CHECKING:
    from sectorisation.models import Territoire

_SUFFIXES_EGAUX = {"b": "bis", "t": "ter", "q": "quater"}
_SUFFIXES_EGAUX |= {long: court for court, long in _SUFFIXES_EGAUX.items()}
_SUR = 0.95
# Below this a resemblance is noise, and showing it would only puzzle.
_PLANCHER = 0.25
_SANS_NUMERO = 0.85


class Embarque:
    """A `Geocodeur` on one address file. Shared between threads, each with its connection."""

    def __init__(self, chemin: Path) -> None:
        self._lecteur = Lecteur(chemin)
        self._recherche = Recherche(self._lecteur)

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        lue = requete.read(texte)
        par_voie: dict[int, Candidat] = {}
        # Every reading is tried as it is written before any is respelt, which costs far more.
        for large in (False, True):
            suffit = False
            for variante in lue.variantes:
                trouvees = self._recherche.streets(variante.mots, lue.code_postal, large)
                suffit = suffit or trouvees.suffit
                for note, voie in trouvees.voies:
                    candidat = self._with_number(voie, note, variante)
                    connu = par_voie.get(voie.id)
                    if connu is None or _is_better(candidat, connu, voie):
                        par_voie[voie.id] = candidat
                if any(c.score >= _SUR for c in par_voie.values()):
                    break
            if suffit:
                break
        plausibles = [c for c in par_voie.values() if c.score >= _PLANCHER]
        return sorted(plausibles, key=lambda c: (-c.score, c.label, c.id))[:limit]

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        lignes = self._lecteur.connexion.execute(
            "SELECT n.lon, n.lat FROM voie v JOIN numero n ON n.voie = v.id "
            "WHERE v.cle = ? AND v.insee = ?",
            (candidat.id, candidat.citycode),
        )
        return [(lon / MICRO, lat / MICRO) for lon, lat in lignes]

    def is_elsewhere(self, texte: str) -> bool:
        return self._recherche.is_elsewhere(requete.read(texte).code_postal)

    def _with_number(self, voie: Voie, note: float, variante: requete.Variante) -> Candidat:
        if variante.numero is None:
            return _candidate(voie, note)
        lignes = {
            suffixe: (lon, lat)
            for suffixe, lon, lat in self._lecteur.connexion.execute(
                "SELECT suffixe, lon, lat FROM numero WHERE voie = ? AND numero = ?",
                (voie.id, variante.numero),
            )
        }
        if not lignes:
            return _candidate(voie, note * _SANS_NUMERO)
        egal = _SUFFIXES_EGAUX.get(variante.suffixe, variante.suffixe)
        suffixe = next((s for s in (variante.suffixe, egal, "") if s in lignes), min(lignes))
        facteur = 1.0 if suffixe in (variante.suffixe, egal) else 0.97
        lon, lat = lignes[suffixe]
        return _candidate(
            voie, note * facteur, numero=f"{variante.numero} {suffixe}".strip(), lon=lon, lat=lat
        )


def _is_better(neuf: Candidat, connu: Candidat, voie: Voie) -> bool:
    """Of two readings that lead to one street, a number found there outweighs a few points.

    Unless the street's own name holds that number: "8 mai 1945" asks for no door.
    """

    def merit(candidat: Candidat) -> float:
        chiffres = candidat.housenumber.partition(" ")[0]
        porte = chiffres and chiffres not in voie.mots.split()
        return candidat.score + (0.2 if porte else 0.0)

    return merit(neuf) > merit(connu)


def _candidate(
    voie: Voie, note: float, *, numero: str = "", lon: int | None = None, lat: int | None = None
) -> Candidat:
    commune = voie.genre == "municipality"
    rue = "" if commune else voie.nom
    precise = f"{voie.nom}, {voie.precision}," if voie.precision else voie.nom
    fin = "" if commune else voie.ville
    morceaux = (voie.nom, voie.cp) if commune else (numero, precise, voie.cp, fin)
    identifiant = voie.cle
    if numero:
        chiffres, _, suffixe = numero.partition(" ")
        identifiant = f"{voie.cle}_{int(chiffres):05d}" + (f"_{suffixe}" if suffixe else "")
    return Candidat(
        label=" ".join(m for m in morceaux if m),
        type="housenumber" if numero else voie.genre,
        score=math.floor(min(note, 1.0) * 1000 + 0.5) / 1000,
        housenumber=numero,
        street=rue,
        postcode=voie.cp,
        city=voie.ville,
        citycode=voie.insee,
        lon=(voie.lon if lon is None else lon) / MICRO,
        lat=(voie.lat if lat is None else lat) / MICRO,
        id=identifiant,
    )


class Vide:
    """The geocoder of a territoire whose addresses were never imported: it finds nothing."""

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return []

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        return []

    def is_elsewhere(self, texte: str) -> bool:
        return False


@lru_cache(maxsize=32)
def _opened(chemin: Path) -> Embarque:
    return Embarque(chemin)


def embarque_for(territoire: "Territoire") -> Embarque | Vide:
    """The geocoder of the file named by the territoire's row, opened once per process."""
    if not territoire.adresses_fichier:
        return Vide()
    chemin = folder() / territoire.adresses_fichier
    return _opened(chemin) if chemin.exists() else Vide()
