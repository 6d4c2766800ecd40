"""How well a row of the address file answers a query: one number from 0 to 1."""

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import Literal, NamedTuple

from sectorisation.adresses.normalisation import weight

Corrections = Mapping[str, Mapping[str, float]]

# A word begun and not finished counts a little less than the word itself.
_PREFIXE = 0.9
# Without its commune, a street is only probable; its postcode nearly says the commune.
_SANS_VILLE = 0.9
_CODE_SEUL = 0.97
_AUTRE_VILLE = 0.7


class Voie(NamedTuple):
    """A row of the address file: a street, a lieu-dit or a commune. Microdegrees."""

    id: int
    cle: str
    genre: Literal["street", "locality", "municipality"]
    nom: str
    precision: str
    ville: str
    insee: str
    cp: str
    mots: str
    villes: str
    lon: int
    lat: int


def score(
    mots: Sequence[str],
    voie: Voie,
    corrections: Corrections,
    *,
    same_code: bool,
    communes: Set[str] = frozenset(),
) -> float:
    """Share of the query the row explains, times share of the row the query names.

    Words are given to the street first, then to the best of the commune's names: "rue de Rodez
    à Rodez" needs the word twice. 1.0 is kept for a row and a query that name each other wholly.
    `communes` holds the words of the communes' names: one that the row leaves unexplained means
    that another commune was asked for.
    """
    demande = sum(map(weight, mots))
    if not demande:
        return 0.9 if same_code and voie.genre == "municipality" else 0.0
    explique, couvert, restants = _consume(mots, voie.mots.split(), corrections)
    if voie.genre == "municipality":
        return _of_town(voie, restants, corrections, demande)
    nom = _total(voie.mots)
    if couvert < 0.3 * nom:
        return 0.0
    ville, part, restants = _best_town(voie, restants, corrections)
    ailleurs = _AUTRE_VILLE if any(mot in communes for mot in restants) else 1.0
    facteur = 0.8 + 0.2 * part if part else _CODE_SEUL if same_code else _SANS_VILLE
    return (
        min(1.0, (explique + ville) / demande) * (0.65 + 0.35 * couvert / nom) * facteur * ailleurs
    )


def without_town(mots: Sequence[str], voie: Voie, corrections: Corrections) -> list[str]:
    """The words of the query that do not name the row's commune, in the order typed."""
    return _best_town(voie, list(mots), corrections)[2]


def _of_town(voie: Voie, mots: list[str], corrections: Corrections, demande: float) -> float:
    ville, part, _ = _best_town(voie, mots, corrections)
    return ville / demande * (0.6 + 0.4 * part)


def _best_town(
    voie: Voie, mots: list[str], corrections: Corrections
) -> tuple[float, float, list[str]]:
    """Weight explained by the commune's best name, share of that name said, words left over."""
    meilleure: tuple[float, float, list[str]] = (0.0, 0.0, mots)
    for nom in voie.villes.split("|"):
        explique, couvert, restants = _consume(mots, nom.split(), corrections)
        if couvert and (explique, couvert / _total(nom)) > meilleure[:2]:
            meilleure = (explique, couvert / _total(nom), restants)
    return meilleure


@lru_cache(maxsize=8192)
def _total(mots: str) -> float:
    return sum(map(weight, mots.split()))


def _consume(
    mots: Sequence[str], cibles: list[str], corrections: Corrections
) -> tuple[float, float, list[str]]:
    """Pairs query words with target words, exact ones first.

    Returns the weight explained on the query's side, the weight covered on the target's, and the
    query words left.
    """
    explique = couvert = 0.0
    restants: list[str] = []
    for mot in mots:
        if mot in cibles:
            cibles.remove(mot)
            explique += weight(mot)
            couvert += weight(mot)
        else:
            restants.append(mot)
    if not cibles or not restants:
        return explique, couvert, restants
    encore: list[str] = []
    for mot in restants:
        note, cible = max(((_likeness(mot, c, corrections), c) for c in cibles), default=(0.0, ""))
        if note:
            cibles.remove(cible)
            explique += weight(mot) * note
            couvert += weight(cible) * note
        else:
            encore.append(mot)
    return explique, couvert, encore


def _likeness(mot: str, cible: str, corrections: Corrections) -> float:
    propositions = corrections.get(mot)
    note = propositions.get(cible, 0.0) if propositions else 0.0
    if len(mot) >= 3 and not mot.isdigit() and cible.startswith(mot):
        return max(note, _PREFIXE * (0.5 + 0.5 * len(mot) / len(cible)))
    return note
