"""Finds the words of the territoire that a misspelt word may stand for, at a bounded cost."""

import json
import sqlite3

from sectorisation.adresses.normalisation import deletions, edit_distance, trigrams

MAX_PROPOSITIONS = 8
_MAX_EXAMINES = 60
_MAX_FAUTES = 5


def closeness(distance: int, longueur: int) -> float:
    """1 for the same word; falls faster than letters do, so that near homonyms stay apart."""
    return max(0.0, 1 - 1.5 * distance / max(longueur, 1))


def suggest(connexion: sqlite3.Connection, mot: str) -> dict[str, float]:
    """Known words resembling `mot` (itself excluded), with a closeness from 0 to 1.

    One edit away is found exactly, through the words that share a deletion; farther, through
    shared trigrams, where only the most promising words are measured.
    """
    if len(mot) < 3 or mot.isdigit():
        return {}
    trouves = _measure(mot, _near(connexion, mot), plafond=2 if len(mot) >= 6 else 1)
    if not any(note > 0.5 for note in trouves.values()) and len(mot) >= 5:
        trouves |= _measure(mot, _far(connexion, mot), plafond=3 if len(mot) >= 9 else 2)
    meilleurs = sorted(trouves.items(), key=lambda paire: (-paire[1], paire[0]))
    return dict(meilleurs[:MAX_PROPOSITIONS])


def resemblance(a: str, b: str) -> float:
    """Likeness of two whole names, spaces ignored, from 0 to 1."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    distance = edit_distance(a, b, _MAX_FAUTES)
    return closeness(distance, max(len(a), len(b))) if distance <= _MAX_FAUTES else 0.0


def most_alike(nom: str, candidats: list[str], *, garder: int = 8) -> list[int]:
    """Ranks of the candidates that share the most trigrams with `nom`: a cheap first sieve."""
    cible = trigrams(nom)
    notes = []
    for rang, candidat in enumerate(candidats):
        siens = trigrams(candidat)
        communs = len(cible & siens)
        if communs:
            notes.append((-communs / (len(cible) + len(siens) - communs), rang))
    return [rang for _, rang in sorted(notes)[:garder]]


def _near(connexion: sqlite3.Connection, mot: str) -> list[str]:
    lignes = connexion.execute(
        "SELECT DISTINCT mot.mot FROM voisin JOIN mot ON mot.id = voisin.mot "
        "WHERE voisin.cle IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(deletions(mot))),),
    )
    return [ligne[0] for ligne in lignes]


def _far(connexion: sqlite3.Connection, mot: str) -> list[str]:
    cles = sorted(trigrams(mot))
    lignes = connexion.execute(
        "SELECT mot.mot FROM trigramme JOIN mot ON mot.id = trigramme.mot "
        "WHERE trigramme.tri IN (SELECT value FROM json_each(?)) "
        "GROUP BY mot.id HAVING count(*) > 1 "
        "ORDER BY count(*) * 1.0 / (length(mot.mot) + 3 + ? - count(*)) DESC, mot.mot LIMIT ?",
        (json.dumps(cles), len(cles), _MAX_EXAMINES),
    )
    return [ligne[0] for ligne in lignes]


def _measure(mot: str, candidats: list[str], *, plafond: int) -> dict[str, float]:
    mesures = {}
    for candidat in candidats:
        distance = edit_distance(mot, candidat, plafond)
        if 0 < distance <= plafond:
            note = closeness(distance, max(len(mot), len(candidat)))
            if note > 0.3:
                mesures[candidat] = note
    return mesures
