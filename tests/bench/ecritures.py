"""The same real addresses as people write them, drawn with a fixed seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sectorisation.adresses.interface import Candidat
from tests.sectorisation.ecriture import misspelt, shortened, unaccented

GRAINE = 7
PROCHE_METRES = 100

Ligne = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ecriture:
    """A way of writing, and the least share of first answers near enough (None: no bar)."""

    nom: str
    ecrire: Callable[[Ligne, random.Random], str]
    barre: float | None = None


def _door(ligne: Ligne) -> str:
    return f"{ligne['numero']} {ligne['rep']}".strip()


def _town(ligne: Ligne) -> str:
    return f"{ligne['code_postal']} {ligne['nom_commune']}"


ECRITURES = (
    Ecriture("propre", lambda a, h: f"{_door(a)} {a['nom_voie']} {_town(a)}", 0.998),
    Ecriture(
        "capitales, abrégée",
        lambda a, h: unaccented(f"{_door(a)} {shortened(a['nom_voie'])} {_town(a)}").upper(),
    ),
    Ecriture("sans code postal", lambda a, h: f"{_door(a)} {a['nom_voie']} {a['nom_commune']}"),
    Ecriture("sans commune", lambda a, h: f"{_door(a)} {a['nom_voie']} {a['code_postal']}"),
    Ecriture("numéro après la voie", lambda a, h: f"{a['nom_voie']} {_door(a)}, {_town(a)}"),
    Ecriture(
        "CEDEX",
        lambda a, h: (
            f"{_door(a)} {a['nom_voie']} {a['code_postal'][:2]}909 {a['nom_commune']} CEDEX 9"
        ),
    ),
    Ecriture(
        "une faute", lambda a, h: f"{_door(a)} {misspelt(a['nom_voie'], h)} {_town(a)}", 0.995
    ),
    Ecriture(
        "deux fautes, commune fautive, sans code",
        lambda a, h: (
            f"{_door(a)} {misspelt(misspelt(a['nom_voie'], h), h)}"
            f" {misspelt(' ' + a['nom_commune'], h)}"
        ),
        0.97,
    ),
)


def drawn(lignes: Sequence[Ligne], nombre: int) -> list[Ligne]:
    return random.Random(GRAINE).sample(lignes, nombre)


def written(ecriture: Ecriture, lignes: Sequence[Ligne]) -> list[str]:
    hasard = random.Random(GRAINE)
    return [ecriture.ecrire(ligne, hasard) for ligne in lignes]


def is_near(ligne: Ligne, lon: float, lat: float) -> bool:
    """Within a hundred metres of the address that was written."""
    la, ici = float(ligne["lon"]), float(ligne["lat"])
    largeur = (lon - la) * math.cos(math.radians(ici))
    return math.hypot(largeur, lat - ici) * 111_320 < PROCHE_METRES


def begun(ligne: Ligne, lettres: int) -> str:
    return f"{_door(ligne)} {ligne['nom_voie']} {ligne['nom_commune']}"[:lettres]


def is_street(ligne: Ligne, candidat: Candidat) -> bool:
    """The street that was being typed, in its own commune."""
    return candidat.street == ligne["nom_voie"] and (
        abs(candidat.lon - float(ligne["lon"])) + abs(candidat.lat - float(ligne["lat"])) < 0.02
    )
