"""Finds the streets, lieux-dits and communes that words may mean.

The passes grow wider, and each is run only when the ones before found nothing sure. As written:
the commune alone; every word; the last one unfinished. Then respelt: every word as it may have
been meant; any of the telling words; the streets of the commune, by their whole name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sectorisation.adresses import orthographe
from sectorisation.adresses.fichier import Lecteur
from sectorisation.adresses.normalisation import TYPES_VOIE
from sectorisation.adresses.notation import Voie, score, without_town

_MAX_VOIES = 60
_MAX_CORRIGES = 6
_MAX_COMMUNES = 2
# A word found in more streets than this narrows nothing in a search by any word.
_TROP_FREQUENT = 2000
_WORD = re.compile(r"[a-z0-9]+")

Corrections = dict[str, dict[str, float]]
Notees = dict[int, tuple[float, Voie]]


class Trouvees(NamedTuple):
    """Rows with their scores, best first; `suffit` when looking wider would bring nothing."""

    suffit: bool
    voies: tuple[tuple[float, Voie], ...]


class Recherche:
    """The search of one address file."""

    def __init__(self, lecteur: Lecteur) -> None:
        self._lecteur = lecteur
        lignes = lecteur.connexion.execute("SELECT DISTINCT cp FROM voie WHERE cp != ''")
        self._codes = frozenset(ligne[0] for ligne in lignes)
        self._departements = frozenset(map(_departement, self._codes))
        noms = lecteur.connexion.execute("SELECT villes FROM voie WHERE genre = 'municipality'")
        self._mots_communes = frozenset(m for (nom,) in noms for m in _WORD.findall(nom))
        # Batches and completions ask for the same street again and again.
        self.streets = lru_cache(maxsize=1024)(self._find)
        self.suggestions = lru_cache(maxsize=4096)(self._suggest)
        self._frequency = lru_cache(maxsize=4096)(self._count)

    def is_elsewhere(self, code: str) -> bool:
        """True for a postcode of a département that holds no address of this file."""
        return bool(code) and _departement(code) not in self._departements

    def holds(self, code: str) -> bool:
        """True for a postcode of this file."""
        return code in self._codes

    def _find(self, mots: tuple[str, ...], code: str, large: bool) -> Trouvees:
        trouvees: Notees = {}
        corrections: Corrections = {}
        passes = self._respelt(mots, code, corrections) if large else self._as_written(mots, code)
        suffit = False
        for expression, suffisant in passes:
            for voie in self._match(expression):
                self._keep(trouvees, voie, self.score(mots, voie, code, corrections))
            suffit = any(note >= suffisant for note, _ in trouvees.values())
            if suffit:
                break
        if large and not suffit:
            self._add_by_town(mots, code, corrections, trouvees)
        meilleures = sorted(trouvees.values(), key=lambda t: (-t[0], t[1].nom, t[1].id))
        return Trouvees(suffit, tuple(meilleures[:20]))

    def _as_written(self, mots: tuple[str, ...], code: str) -> Iterator[tuple[str, float]]:
        """Search expressions, each with the score that makes the next ones useless."""
        connu = code if code in self._codes else ""
        if not mots:
            if connu:
                yield f'{{cp}} : "{connu}"', 0.0
            return
        tous = " ".join(f'"{mot}"' for mot in mots)
        if not TYPES_VOIE.intersection(mots):
            yield f"{{commune}} : ({tous})", 0.95
        if connu:
            yield f'({{voie ville}} : ({tous})) AND {{cp}} : "{connu}"', 0.8
        yield f"{{voie ville}} : ({tous})", 0.8
        yield f"{{voie ville}} : ({tous} *)", 0.7

    def _respelt(
        self, mots: tuple[str, ...], code: str, corrections: Corrections
    ) -> Iterator[tuple[str, float]]:
        """The same with the words as they may have been meant; fills `corrections`."""
        corrections.update((m, self.suggestions(m)) for m in mots if m not in TYPES_VOIE)
        choix = [self._spellings(m, corrections[m]) for m in corrections]
        choix = [orthographes for orthographes in choix if orthographes]
        if not choix:
            return
        tous = " AND ".join(any_of(orthographes) for orthographes in choix)
        if code in self._codes:
            yield f'({{voie ville}} : ({tous})) AND {{cp}} : "{code}"', 0.6
        yield f"{{voie ville}} : ({tous})", 0.6
        rares = sorted(choix, key=lambda o: sum(map(self._frequency, o)))
        utiles = [m for o in rares for m in o if self._frequency(m) < _TROP_FREQUENT][:12]
        if utiles:
            yield f"{{voie ville}} : {any_of(utiles)}", 0.6
        yield f"{{commune}} : {any_of([m for o in choix for m in o])}", 0.6

    def _add_by_town(
        self,
        mots: tuple[str, ...],
        code: str,
        corrections: Corrections,
        trouvees: Notees,
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
                self._keep(trouvees, voie, note * self._postcode_factor(code, voie))

    @staticmethod
    def _keep(trouvees: Notees, voie: Voie, note: float) -> None:
        if note > trouvees.get(voie.id, (0.0, voie))[0]:
            trouvees[voie.id] = (note, voie)

    def score(
        self, mots: tuple[str, ...], voie: Voie, code: str, corrections: Corrections
    ) -> float:
        """How well a row answers, its postcode included."""
        note = score(
            mots,
            voie,
            corrections,
            same_code=bool(code) and code == voie.cp,
            communes=self._mots_communes,
        )
        return note * self._postcode_factor(code, voie)

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

    def _count(self, mot: str) -> int:
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
        return 1.0 if _departement(code) in self._departements else 0.5


def _departement(code: str) -> str:
    """The département of a postcode; both of Corsica share one."""
    return code[: 3 if code.startswith(("97", "98")) else 2]


def any_of(mots: Sequence[str]) -> str:
    """An expression that any of the words satisfies."""
    return "(" + " OR ".join(f'"{mot}"' for mot in mots) + ")"
