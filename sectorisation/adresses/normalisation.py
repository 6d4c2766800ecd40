"""Folds what people write and what files hold into the same few words."""

import re
import unicodedata

# Abbreviations of the postal address, both sides of the comparison being expanded alike.
_ABREVIATIONS = {
    "all": "allee", "allees": "allee", "av": "avenue", "ave": "avenue", "aven": "avenue",
    "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "bvd": "boulevard", "car": "carrefour", "carr": "carrefour", "che": "chemin",
    "chem": "chemin", "ch": "chemin", "chm": "chemin", "crs": "cours", "dom": "domaine",
    "esp": "esplanade", "fbg": "faubourg", "fg": "faubourg", "gal": "general",
    "gen": "general", "gde": "grande", "gd": "grand", "ham": "hameau", "imp": "impasse",
    "lot": "lotissement", "lots": "lotissement", "lotis": "lotissement", "mte": "montee",
    "pas": "passage", "pass": "passage", "pl": "place", "plce": "place", "prom": "promenade",
    "qai": "quai", "qu": "quai", "qua": "quartier", "quart": "quartier", "r": "rue",
    "res": "residence", "resid": "residence", "rle": "ruelle", "rte": "route",
    "sen": "sentier", "sent": "sentier", "sq": "square", "tra": "traverse",
    "trav": "traverse", "vla": "villa", "ld": "lieudit",
    "cdt": "commandant", "cne": "capitaine", "col": "colonel", "dr": "docteur",
    "lt": "lieutenant", "mal": "marechal", "mgr": "monseigneur", "pdt": "president",
    "pr": "professeur", "prof": "professeur", "sgt": "sergent", "st": "saint",
    "ste": "sainte", "sts": "saints", "stes": "saintes", "nd": "notredame",
    "premier": "1er", "1ere": "1er", "premiere": "1er", "gl": "general", "cpt": "capitaine",
    "cap": "capitaine", "pte": "petite", "pt": "petit", "vx": "vieux", "fr": "frere",
}  # fmt: skip
_LOCUTIONS = re.compile(r"\b(notre dame|lieu dit|grand rue)\b")
# Streets are named after days: "huit mai", "8 mai".
_JOURS = {
    "premier": "1er", "quatre": "4", "six": "6", "huit": "8", "onze": "11", "quatorze": "14",
    "quinze": "15", "seize": "16", "dix huit": "18", "dix neuf": "19", "vingt deux": "22",
    "vingt cinq": "25",
}  # fmt: skip
_DATE = re.compile(
    rf"\b({'|'.join(sorted(_JOURS, key=len, reverse=True))})"
    r" (?=(?:mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b)"
)
_STOP = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lou", "sous", "sur", "y"]
)  # fmt: skip
TYPES_VOIE = frozenset(
    [
        "allee", "avenue", "boulevard", "carrefour", "chemin", "cite", "clos", "corniche", "cote",
        "cours", "domaine", "esplanade", "faubourg", "hameau", "impasse", "lotissement", "montee",
        "parc", "passage", "place", "placette", "promenade", "quai", "quartier", "residence",
        "rond", "route", "rue", "ruelle", "sentier", "square", "traverse", "villa", "voie",
        "lieudit", "za", "zac", "zi", "zone",
    ]
)  # fmt: skip
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "’": " ", "'": " "})
_NON_MOT = re.compile(r"[^a-z0-9]+")


def fold(texte: str) -> str:
    """Lowercase ASCII words separated by one space."""
    texte = texte.lower().translate(_LIGATURES)
    if not texte.isascii():
        decompose = unicodedata.normalize("NFKD", texte)
        texte = "".join(c for c in decompose if not unicodedata.combining(c))
    return _NON_MOT.sub(" ", texte).strip()


def words(folded: str) -> tuple[str, ...]:
    """Meaningful words of a folded text: abbreviations expanded, small words dropped.

    A text made of small words only ("Les", "Là") keeps them, or it could never be found.
    """
    folded = _LOCUTIONS.sub(lambda m: m[0].replace(" ", ""), folded)
    folded = _DATE.sub(lambda m: f"{_JOURS[m[1]]} ", folded)
    tous = [_ABREVIATIONS.get(mot, mot) for mot in folded.split()]
    return tuple(mot for mot in tous if mot not in _STOP) or tuple(tous)


def street_name(nom: str) -> str:
    """The name under which a street is recognised, however it is written."""
    return " ".join(words(fold(nom)))


def weight(mot: str) -> float:
    """How much a word tells: "rue" says little, "lilas" says much."""
    if mot in TYPES_VOIE:
        return 0.4
    return 0.5 if len(mot) <= 2 and not mot.isdigit() else 1.0


def deletions(mot: str) -> set[str]:
    """The word and every word obtained by dropping one letter: two words one edit apart share one."""
    return {mot, *(mot[:i] + mot[i + 1 :] for i in range(len(mot)))}


def trigrams(mot: str) -> set[str]:
    borde = f"  {mot} "
    return {borde[i : i + 3] for i in range(len(borde) - 2)}


def edit_distance(a: str, b: str, plafond: int = 3) -> int:
    """Optimal string alignment distance (a swap of neighbours counts once), `plafond` + 1 at most."""
    if abs(len(a) - len(b)) > plafond:
        return plafond + 1
    avant: list[int] = []
    courante = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        precedente, courante = courante, [i] + [0] * len(b)
        for j, cb in enumerate(b, 1):
            cout = min(precedente[j] + 1, courante[j - 1] + 1, precedente[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                cout = min(cout, avant[j - 2] + 1)
            courante[j] = cout
        if min(courante) > plafond:
            return plafond + 1
        avant = precedente
    return courante[-1]
