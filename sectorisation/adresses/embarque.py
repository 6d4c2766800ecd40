"""The embedded geocoder: nothing leaves the server, no service to run.

It looks for streets, then for the number in the street. The passes grow wider, and each is run
only when the one before found nothing sure: the commune alone; every word; the last one
unfinished; misspelt words; any of the telling words.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sectorisation.adresses import orthographe, requete
from sectorisation.adresses.fichier import MICRO, Lecteur, folder
from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.normalisation import TYPES_VOIE
from sectorisation.adresses.notation import Voie, score, without_town

if TYPE_CHECKING:
    from sectorisation.models import Territoire

_MAX_VOIES = 60
_MAX_CORRIGES = 6
_MAX_COMMUNES = 2
# A word found in more streets than this narrows nothing in a search by any word.
_TROP_FREQUENT = 2000
_SUFFIXES_EGAUX = {"b": "bis", "t": "ter", "q": "quater"}
_SUFFIXES_EGAUX |= {long: court for court, long in _SUFFIXES_EGAUX.items()}
_SUR = 0.95
# Below this a resemblance is noise, and showing it would only puzzle.
_PLANCHER = 0.25
_WORD = re.compile(r"[a-z0-9]+")
_SANS_NUMERO = 0.85


class Embarque:
    """A `Geocodeur` on one address file. Shared between threads, each with its connection."""

    def __init__(self, chemin: Path) -> None:
        self._lecteur = Lecteur(chemin)
        lignes = self._lecteur.connexion.execute("SELECT DISTINCT cp FROM voie WHERE cp != ''")
        self._codes = frozenset(ligne[0] for ligne in lignes)
        noms = self._lecteur.connexion.execute(
            "SELECT villes FROM voie WHERE genre = 'municipality'"
        )
        self._mots_communes = frozenset(m for (nom,) in noms for m in _WORD.findall(nom))
        self._departements = frozenset(code[:2] for code in self._codes)
        # Batches and completions ask for the same street again and again.
        self._streets = lru_cache(maxsize=4096)(self._find_streets)
        self._suggestions = lru_cache(maxsize=4096)(self._suggest)

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        lue = requete.read(texte)
        par_voie: dict[int, Candidat] = {}
        for variante in lue.variantes:
            for note, voie in self._streets(variante.mots, lue.code_postal):
                candidat = self._with_number(voie, note, variante)
                connu = par_voie.get(voie.id)
                if connu is None or _is_better(candidat, connu, voie):
                    par_voie[voie.id] = candidat
            if any(c.score >= _SUR for c in par_voie.values()):
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
        code = requete.read(texte).code_postal
        return bool(code) and code[:2] not in self._departements

    # --- streets ------------------------------------------------------------------------------

    def _find_streets(self, mots: tuple[str, ...], code: str) -> tuple[tuple[float, Voie], ...]:
        trouvees: dict[int, tuple[float, Voie]] = {}
        corrections: dict[str, dict[str, float]] = {}
        for expression, suffisant in self._passes(mots, code, corrections):
            for voie in self._match(expression):
                note = score(
                    mots,
                    voie,
                    corrections,
                    same_code=bool(code) and code == voie.cp,
                    communes=self._mots_communes,
                )
                note *= self._postcode_factor(code, voie)
                if note > trouvees.get(voie.id, (0.0, voie))[0]:
                    trouvees[voie.id] = (note, voie)
            if any(note >= suffisant for note, _ in trouvees.values()):
                break
        else:
            self._add_by_town(mots, code, corrections, trouvees)
        meilleures = sorted(trouvees.values(), key=lambda t: (-t[0], t[1].nom, t[1].id))
        return tuple(meilleures[:20])

    def _passes(
        self, mots: tuple[str, ...], code: str, corrections: dict[str, dict[str, float]]
    ) -> Iterator[tuple[str, float]]:
        """Search expressions, each with the score that makes the next ones useless.

        Fills `corrections` on the way, once words have to be respelt.
        """
        connu = code if code in self._codes else ""
        if not mots:
            if connu:
                yield f'{{cp}} : "{connu}"', 0.0
            return
        tous = _every(mots)
        telling = [m for m in mots if m not in TYPES_VOIE] or list(mots)
        if len(telling) == len(mots):
            yield f"{{commune}} : ({tous})", _SUR
        if connu:
            yield f'({{voie ville}} : ({tous})) AND {{cp}} : "{connu}"', 0.8
        yield f"{{voie ville}} : ({tous})", 0.8
        yield f"{{voie ville}} : ({tous} *)", 0.7
        corrections.update((m, self._suggestions(m)) for m in mots if m not in TYPES_VOIE)
        choix = {
            m: self._spellings(m, corrections[m])
            for m in dict.fromkeys(telling)
            if m in corrections
        }
        respelt = [_any(orthographes) for orthographes in choix.values() if orthographes]
        if respelt:
            ensemble = " AND ".join(respelt)
            if connu:
                yield f'({{voie ville}} : ({ensemble})) AND {{cp}} : "{connu}"', 0.6
            yield f"{{voie ville}} : ({ensemble})", 0.6
            rares = sorted(choix.values(), key=lambda o: sum(map(self._frequency, o)))
            utiles = [m for o in rares if o for m in o if self._frequency(m) < _TROP_FREQUENT][:12]
            if utiles:
                yield f"{{voie ville}} : {_any(utiles)}", 0.6
            yield f"{{commune}} : {_any([m for o in choix.values() for m in o])}", 0.6

    def _add_by_town(
        self,
        mots: tuple[str, ...],
        code: str,
        corrections: dict[str, dict[str, float]],
        trouvees: dict[int, tuple[float, Voie]],
    ) -> None:
        """Last resort: the street's words are beyond repair, but its commune was understood.

        The whole name is then compared with the streets of that commune alone.
        """
        communes = sorted(
            (t for t in trouvees.values() if t[1].genre == "municipality"), key=lambda t: -t[0]
        )[:_MAX_COMMUNES]
        for _, commune in communes:
            reste = " ".join(without_town(mots, commune, corrections))
            if not reste or reste == " ".join(mots):
                continue
            voies = [
                Voie(*ligne)
                for ligne in self._lecteur.connexion.execute(
                    "SELECT * FROM voie WHERE insee = ? AND genre != 'municipality'",
                    (commune.insee,),
                )
            ]
            for rang in orthographe.most_alike(reste, [v.mots for v in voies]):
                voie = voies[rang]
                note = orthographe.resemblance(reste, voie.mots)
                note *= self._postcode_factor(code, voie)
                if note > trouvees.get(voie.id, (0.0, voie))[0]:
                    trouvees[voie.id] = (note, voie)

    def _spellings(self, mot: str, propositions: dict[str, float]) -> list[str]:
        connu = [mot] if self._frequency(mot) else []
        return connu + list(propositions)[:_MAX_CORRIGES]

    def _match(self, expression: str) -> list[Voie]:
        lignes = self._lecteur.connexion.execute(
            "SELECT v.* FROM (SELECT rowid FROM recherche WHERE recherche MATCH ? "
            "ORDER BY rank LIMIT ?) r JOIN voie v ON v.id = r.rowid",
            (expression, _MAX_VOIES),
        )
        return [Voie(*ligne) for ligne in lignes]

    def _suggest(self, mot: str) -> dict[str, float]:
        return orthographe.suggest(self._lecteur.connexion, mot)

    def _frequency(self, mot: str) -> int:
        ligne = self._lecteur.connexion.execute(
            "SELECT frequence FROM mot WHERE mot = ?", (mot,)
        ).fetchone()
        return ligne[0] if ligne else 0

    def _postcode_factor(self, code: str, voie: Voie) -> float:
        if not code or code == voie.cp:
            return 1.0
        if code in self._codes:
            return 0.85
        # A CEDEX of the département is its own code; one from elsewhere means another place.
        return 1.0 if code[:2] in self._departements else 0.5

    # --- numbers ------------------------------------------------------------------------------

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


def _every(mots: tuple[str, ...]) -> str:
    return " ".join(f'"{mot}"' for mot in mots)


def _any(mots: list[str]) -> str:
    return "(" + " OR ".join(f'"{mot}"' for mot in mots) + ")"


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
