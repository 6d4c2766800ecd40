"""Writes an address as people do: capitals, no accents, abbreviations, one typing mistake."""

import random
import string
import unicodedata

ABREGES = {
    "avenue": "av", "boulevard": "bd", "chemin": "che", "route": "rte", "impasse": "imp",
    "place": "pl", "saint": "st", "sainte": "ste", "lotissement": "lot", "allee": "all",
    "rue": "r", "docteur": "dr", "general": "gal", "marechal": "mal", "residence": "res",
    "square": "sq", "faubourg": "fg", "passage": "pass", "quartier": "quart",
}  # fmt: skip


def unaccented(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def shortened(texte: str) -> str:
    mots = texte.replace("-", " ").split()
    return " ".join(ABREGES.get(unaccented(mot).lower(), mot) for mot in mots)


def misspelt(texte: str, hasard: random.Random) -> str:
    """One letter changed, dropped, doubled by another or swapped, after the first word."""
    apres = texte.find(" ")
    rangs = [i for i, c in enumerate(texte) if c.isalpha() and i > apres]
    if not rangs:
        return texte
    rang, lettre = hasard.choice(rangs), hasard.choice(string.ascii_lowercase)
    avant, ici, suite = texte[:rang], texte[rang], texte[rang + 1 :]
    return hasard.choice(
        [avant + lettre + suite, avant + suite, avant + lettre + ici + suite,
         avant + suite[:1] + ici + suite[1:]]
    )  # fmt: skip
