"""Reads an address as people write it: number, suffix, postcode, words."""

import re
from dataclasses import dataclass

from sectorisation.adresses.normalisation import TYPES_VOIE, fold, words

MAX_CARACTERES = 300
MAX_MOTS = 24

_SUFFIXES = frozenset(["bis", "ter", "quater", "quinquies", "sexies"])
_NUMERO_COLLE = re.compile(r"\b(\d{1,4})(bis|ter|quater|quinquies|sexies|[a-z])\b")
_INTERVALLE = re.compile(r"^(\s*\d{1,4})\s*(?:[-/&+]|à|et)\s*\d{1,4}\b(?!\s*(?:mai|juin|mars))")
_CODE_POSTAL = re.compile(r"\b(\d{5})\b")
_CODE_POSTAL_ESPACE = re.compile(r"(?<=[a-z] )(\d{2}) (\d{3})\b|^(\d{2}) (000)\b")
# What the post office needs and the map does not: boxes, floors, doors, recipients' country.
_COMPLEMENTS = re.compile(
    r"\bcedex(?: \d{1,2})?\b|\b(?:bp|cs|tsa) \d+(?: \d+)?\b|\bfrance$"
    r"|\bchez (?:m|mr|mme|mlle|monsieur|madame) [a-z]+\b"
    r"|\b(?:bat|batiment|apt|appt|app|appartement|esc|escalier|etage|porte|hall|entree)"
    r" (?:\d{1,4}[a-z]?|[a-z])\b|\b\d{1,2}(?:e|er|eme) etage\b|\brdc\b"
)


@dataclass(frozen=True, slots=True)
class Variante:
    """One way to read the text: which number is the house's, and the words left."""

    numero: int | None
    suffixe: str
    mots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requete:
    code_postal: str
    variantes: tuple[Variante, ...]


def read(texte: str) -> Requete:
    """Readings of a text, the likeliest first. Never raises, whatever is typed."""
    brut = _INTERVALLE.sub(r"\1", texte[:MAX_CARACTERES].lower().replace("n°", " "))
    plie = fold(brut)
    plie = _COMPLEMENTS.sub(" ", plie)
    if not _CODE_POSTAL.search(plie):
        plie = _CODE_POSTAL_ESPACE.sub(lambda m: m[0].replace(" ", ""), plie)
    codes = _CODE_POSTAL.findall(plie)
    code = codes[-1] if codes else ""
    plie = plie.replace(code, " ") if code else plie
    plie = _NUMERO_COLLE.sub(lambda m: m[0] if m[0] == "1er" else f"{m[1]} {m[2]}", plie)
    bruts = plie.split()[:MAX_MOTS]
    return Requete(code, tuple(_variants(bruts)))


def _variants(bruts: list[str]) -> list[Variante]:
    places = [i for i, mot in enumerate(bruts) if mot.isdigit() and len(mot) <= 4]
    entier = Variante(None, "", words(" ".join(bruts)) if bruts else ())
    if not places:
        return [entier]
    # A number in front is the house's; elsewhere it may belong to the street's name.
    extraites = [_extract(bruts, i) for i in ([0] if places[0] == 0 else []) + places[::-1]]
    ordre = [*extraites, entier] if places[0] == 0 else [entier, *extraites]
    return [v for v in dict.fromkeys(ordre) if v.mots or v is entier]


def _extract(bruts: list[str], place: int) -> Variante:
    suivant = bruts[place + 1] if place + 1 < len(bruts) else ""
    suffixe = suivant if _is_suffix(bruts, place + 1) else ""
    reste = bruts[:place] + bruts[place + 1 + bool(suffixe) :]
    return Variante(int(bruts[place]), suffixe, words(" ".join(reste)) if reste else ())


def _is_suffix(bruts: list[str], place: int) -> bool:
    if place >= len(bruts):
        return False
    mot = bruts[place]
    if mot in _SUFFIXES:
        return True
    if len(mot) != 1 or not mot.isalpha():
        return False
    suivant = words(bruts[place + 1])[0] if place + 1 < len(bruts) else ""
    # "12 r des Lilas", "12 l'Hospitalet": a letter that may be a word is one, unless a type follows.
    return suivant in TYPES_VOIE or (mot not in "adlr" and bool(suivant)) or not suivant
