"""What an address begun may become: the last word is unfinished, and answers come at each key.

Rows are read in the order of the file, and no further than the first two hundred: what may begin
with so little is long, and only its head is shown.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from sectorisation.adresses.fichier import Lecteur
from sectorisation.adresses.interface import Candidat
from sectorisation.adresses.normalisation import fold, words
from sectorisation.adresses.notation import Voie
from sectorisation.adresses.portes import SANS_NUMERO, at_number
from sectorisation.adresses.recherche import Recherche, any_of
from sectorisation.adresses.requete import MAX_CARACTERES, Requete, Variante, read

# Shorter than this, anything matches.
MIN_CARACTERES = 3
_MAX_VOIES = 200
# An unfinished word that a longer one begins with is nearly that word.
_COMMENCE = 0.95
_LIEU_DIT = 0.9
# A row holds every word typed, even when they tell as little as "rue".
_PLANCHER = 0.3
# Without a street, a number asks for more than a commune.
_COMMUNE_NUMEROTEE = 0.5
_GENRES = ("street", "locality", "municipality")

Notee = tuple[float, Voie, Variante]


class Completion:
    """The completion of one address file."""

    def __init__(self, lecteur: Lecteur, recherche: Recherche) -> None:
        self._lecteur = lecteur
        self._recherche = recherche
        # The number changes nothing to the streets, and comes first: they are asked for again.
        self._rows = lru_cache(maxsize=64)(self._match)

    def complete(self, texte: str, limit: int) -> list[Candidat]:
        """The likeliest ends of a text, best first; empty below the third character."""
        texte = texte[:MAX_CARACTERES].lstrip()
        if len(texte.strip()) < MIN_CARACTERES:
            return []
        lue, fin = read(texte), _unfinished(texte)
        meilleures: dict[int, Notee] = {}
        for respelt in (False, True):
            for variante in lue.variantes:
                for note, voie in self._rank(lue, variante, fin, respelt):
                    connue = meilleures.get(voie.id)
                    if connue is None or note > connue[0]:
                        meilleures[voie.id] = (note, voie, variante)
            if meilleures:
                break
        connexion = self._lecteur.connexion
        ordre = sorted(meilleures.values(), key=_order)
        return [at_number(connexion, voie, note, v) for note, voie, v in islice(ordre, limit)]

    def _rank(
        self, lue: Requete, variante: Variante, fin: str, respelt: bool
    ) -> Iterator[tuple[float, Voie]]:
        """Rows that may be meant, each with its score; those without the number count less."""
        mots, queue = _split(variante, fin)
        corrections = {m: self._recherche.suggestions(m) for m in mots} if respelt else {}
        voies: tuple[Voie, ...] = ()
        for expression in self._expressions(mots, queue, lue.code_postal, corrections):
            voies = self._rows(expression)
            if voies:
                break
        tenues = self._holding(voies, variante.numero)
        code = queue and queue[0].isdigit() and len(mots) > 0
        demandes = mots if code or not queue else (*mots, queue[-1])
        finales = {queue[-1]: _begun(voies, queue)} if queue and not code else {}
        for voie in voies:
            note = self._recherche.score(
                demandes, voie, lue.code_postal, {**corrections, **finales}
            )
            note = max(note, _PLANCHER)
            if voie.genre == "locality":
                note *= _LIEU_DIT
            if variante.numero is not None and voie.id not in tenues:
                note *= _COMMUNE_NUMEROTEE if voie.genre == "municipality" else SANS_NUMERO
            yield note, voie

    def _expressions(
        self,
        mots: tuple[str, ...],
        queue: tuple[str, ...],
        code: str,
        corrections: dict[str, dict[str, float]],
    ) -> Iterator[str]:
        finis = [any_of([m, *corrections.get(m, ())]) for m in mots]
        fins = " OR ".join(f'"{q}" *' for q in queue)
        parties = [*finis, f"({fins})"] if queue else finis
        tous = f"{{voie ville commune cp}} : ({' AND '.join(parties)})" if parties else ""
        if code and self._recherche.holds(code):
            yield f'{tous} AND {{cp}} : "{code}"' if tous else f'{{cp commune}} : "{code}"'
        if not mots and queue and queue[0].isdigit():
            yield f"{{commune}} : ({fins})"
        if tous:
            yield tous
        if mots and queue and not queue[0].isdigit():
            # "notre da", "grand r": names that are one word in the file.
            colle = " AND ".join([*finis[:-1], f'"{mots[-1]}{queue[0]}" *'])
            yield f"{{voie ville commune}} : ({colle})"

    def _match(self, expression: str) -> tuple[Voie, ...]:
        lignes = self._lecteur.connexion.execute(
            "SELECT v.* FROM (SELECT rowid FROM recherche WHERE recherche MATCH ? "
            "ORDER BY rowid LIMIT ?) r JOIN voie v ON v.id = r.rowid",
            (expression, _MAX_VOIES),
        )
        return tuple(Voie(*ligne) for ligne in lignes)

    def _holding(self, voies: tuple[Voie, ...], numero: int | None) -> frozenset[int]:
        """Streets that have a number, whatever its suffix."""
        if numero is None or not voies:
            return frozenset()
        lignes = self._lecteur.connexion.execute(
            "SELECT DISTINCT voie FROM numero "
            "WHERE voie IN (SELECT value FROM json_each(?)) AND numero = ?",
            (json.dumps([v.id for v in voies]), numero),
        )
        return frozenset(ligne[0] for ligne in lignes)


def _unfinished(texte: str) -> str:
    """The last word, when nothing says that it is whole."""
    plie = fold(texte)
    return plie.split()[-1] if plie and texte[-1].isalnum() else ""


def _split(variante: Variante, fin: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whole words, then what the unfinished one may be: "ch" is "chemin" or begins "château"."""
    mots = variante.mots
    if not mots or not fin or words(fin)[-1] != mots[-1]:
        return mots, ()
    return mots[:-1], tuple(dict.fromkeys((fin, mots[-1])))


def _begun(voies: tuple[Voie, ...], queue: tuple[str, ...]) -> dict[str, float]:
    """Words that the unfinished one begins, as if it had been meant for each."""
    tous = {mot for v in voies for mot in (*v.mots.split(), *v.villes.replace("|", " ").split())}
    return {mot: _COMMENCE for mot in tous if mot.startswith(queue)}


def _order(notee: Notee) -> tuple[float, int, int]:
    note, voie, _ = notee
    return (-round(note, 2), _GENRES.index(voie.genre), voie.id)
