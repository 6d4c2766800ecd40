"""Reads the features of a big GeoJSON one by one, so that memory never holds them all as objects."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from sectorisation.errors import ImportRefuse

MAX_PROFONDEUR = 64
# A document without features is read whole, to say what is wrong with it.
_MAX_AUTRE = 1_000_000
# Strings are skipped whole: a bracket inside one opens nothing.
_CROCHETS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{\]}]', re.DOTALL)
_NOM_DES_ENTITES = re.compile(r'"features"\s*:\s*$')
_ESPACES = re.compile(r"\s*")


def read_features(texte: str, *, max_crochets: int) -> Iterator[Any]:
    """Elements of the « features » array, as they are met. Raises ImportRefuse with the line.

    An element of more than `max_crochets` brackets is refused before it is read.
    """
    debut, fin = _find_features(texte, max_crochets)
    try:
        if fin < 0 and len(texte) > _MAX_AUTRE:
            raise ImportRefuse(_AUTRE)
        racine = json.loads(texte[: debut + 1] + texte[fin:] if fin > 0 else texte)
        if not isinstance(racine, dict) or racine.get("type") != "FeatureCollection":
            raise ImportRefuse(_AUTRE)
        if fin > 0:
            yield from _elements(texte, debut + 1)
    except json.JSONDecodeError as erreur:
        # Where the features stood does not change the line of what comes before them.
        raise ImportRefuse(
            f"Ligne {erreur.lineno} : ce fichier n'est pas du JSON valide."
        ) from None
    except ValueError:
        raise ImportRefuse("Ce fichier contient un nombre démesuré.") from None


_TROP_GROS = "il a trop de sommets : simplifiez son contour."
_AUTRE = "Ce fichier n'est pas une collection GeoJSON (« FeatureCollection »)."


def _elements(texte: str, place: int) -> Iterator[Any]:
    lecteur = json.JSONDecoder(parse_constant=_refuse_constant)
    place = _skip(texte, place)
    if texte[place] == "]":
        return
    while True:
        element, place = lecteur.raw_decode(texte, place)
        yield element
        place = _skip(texte, place)
        if texte[place] == "]":
            return
        if texte[place] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", texte, place)
        place = _skip(texte, place + 1)


def _skip(texte: str, place: int) -> int:
    trouve = _ESPACES.match(texte, place)
    return trouve.end() if trouve else place


def _find_features(texte: str, max_crochets: int) -> tuple[int, int]:
    """Places of the brackets around the features, (0, -1) when there are none.

    Counts depth on the way: parsing would recurse as deep as the brackets say.
    """
    profondeur = debut = element = crochets = 0
    for signe in _CROCHETS.finditer(texte):
        if signe[0] in "[{":
            profondeur += 1
            if profondeur > MAX_PROFONDEUR:
                ligne = texte.count("\n", 0, signe.start()) + 1
                raise ImportRefuse(f"Ligne {ligne} : plus de {MAX_PROFONDEUR} niveaux imbriqués.")
            crochets += 1
            if profondeur == 3 and debut:
                element, crochets = element + 1, 0
            if crochets > max_crochets and element:
                raise ImportRefuse(f"Objet n° {element} : {_TROP_GROS}")
            if profondeur == 2 and signe[0] == "[":
                avant = texte[max(0, signe.start() - 40) : signe.start()]
                debut = signe.start() if _NOM_DES_ENTITES.search(avant) else debut
        elif signe[0] in "]}":
            profondeur -= 1
            if profondeur == 1 and debut and signe[0] == "]" and signe.start() > debut:
                return debut, signe.start()
    return 0, -1


def _refuse_constant(nom: str) -> NoReturn:
    raise ImportRefuse(f"Ce fichier contient une valeur qui n'est pas un nombre ({nom}).")
