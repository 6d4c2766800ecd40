"""The embedded geocoder: nothing leaves the server, no service to run.

Streets are looked for first (see `recherche`), then the number in the street.
"""

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sectorisation.adresses import requete
from sectorisation.adresses.completion import Completion
from sectorisation.adresses.fichier import MICRO, Lecteur, folder
from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.notation import Voie
from sectorisation.adresses.portes import at_number
from sectorisation.adresses.recherche import Recherche
from sectorisation.errors import FormatIllisible

if TYPE_CHECKING:
    from sectorisation.models import Territoire

journal = logging.getLogger(__name__)
_SUR = 0.95
# Below this a resemblance is noise, and showing it would only puzzle.
_PLANCHER = 0.25
# From so many characters on, a text that begins nothing may be misspelt.
_ASSEZ = 6


class Embarque:
    """A `Geocodeur` on one address file. Shared between threads, each with its connection."""

    def __init__(self, chemin: Path) -> None:
        self._lecteur = Lecteur(chemin)
        self._recherche = Recherche(self._lecteur)
        self._completion = Completion(self._lecteur, self._recherche)

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        lue = requete.read(texte)
        connexion = self._lecteur.connexion
        par_voie: dict[int, Candidat] = {}
        # Every reading is tried as it is written before any is respelt, which costs far more.
        for large in (False, True):
            suffit = False
            for variante in lue.variantes:
                trouvees = self._recherche.streets(variante.mots, lue.code_postal, large)
                suffit = suffit or trouvees.suffit
                for note, voie in trouvees.voies:
                    candidat = at_number(connexion, voie, note, variante)
                    connu = par_voie.get(voie.id)
                    if connu is None or _is_better(candidat, connu, voie):
                        par_voie[voie.id] = candidat
                if any(c.score >= _SUR for c in par_voie.values()):
                    break
            if suffit:
                break
        plausibles = [c for c in par_voie.values() if c.score >= _PLANCHER]
        return sorted(plausibles, key=lambda c: (-c.score, c.label, c.id))[:limit]

    def complete(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return self._completion.complete(texte, limit) or (
            self.search(texte, limit=limit) if len(texte.strip()) >= _ASSEZ else []
        )

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        lignes = self._lecteur.connexion.execute(
            "SELECT n.lon, n.lat FROM voie v JOIN numero n ON n.voie = v.id "
            "WHERE v.cle = ? AND v.insee = ?",
            (candidat.id, candidat.citycode),
        )
        return [(lon / MICRO, lat / MICRO) for lon, lat in lignes]

    def is_elsewhere(self, texte: str) -> bool:
        return self._recherche.is_elsewhere(requete.read(texte).code_postal)


def _is_better(neuf: Candidat, connu: Candidat, voie: Voie) -> bool:
    """Of two readings that lead to one street, a number found there outweighs a few points.

    Unless the street's own name holds that number: "8 mai 1945" asks for no door.
    """

    def merit(candidat: Candidat) -> float:
        chiffres = candidat.housenumber.partition(" ")[0]
        porte = chiffres and chiffres not in voie.mots.split()
        return candidat.score + (0.2 if porte else 0.0)

    return merit(neuf) > merit(connu)


class Vide:
    """The geocoder of a territoire whose addresses were never imported: it finds nothing."""

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return []

    def complete(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return []

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        return []

    def is_elsewhere(self, texte: str) -> bool:
        return False


@lru_cache(maxsize=32)
def _opened(chemin: Path) -> Embarque | Vide:
    try:
        return Embarque(chemin)
    except FormatIllisible as refus:
        # Pages still answer, by commune or by phone; the one who runs Parvis reads what to do.
        journal.error("%s", refus)
        return Vide()


def embarque_for(territoire: "Territoire") -> Embarque | Vide:
    """The geocoder of the file named by the territoire's row, opened once per process."""
    if not territoire.adresses_fichier:
        return Vide()
    chemin = folder() / territoire.adresses_fichier
    return _opened(chemin) if chemin.exists() else Vide()
