"""Figure 3: from a geocoded address to its secteur."""

from __future__ import annotations

import itertools

from sectorisation.rattachement import rattacher
from tests.bench.mesures import Chiffre, interleave, lasting
from tests.bench.terrain import Terrain


def address_to_secteur(terrain: Terrain) -> list[Chiffre]:
    """Point and commune in, secteur and deciding rule out; the index is warm, as in a process."""
    turns = itertools.cycle(terrain.points)

    def locate() -> None:
        lon, lat, citycode = next(turns)
        rattacher(couche=terrain.couche, lon=lon, lat=lat, citycode=citycode)

    found = interleave({"secteur": locate}, tours=len(terrain.points))
    secteurs = terrain.couche.secteurs.count()
    return [lasting(f"De l’adresse au secteur, {secteurs} secteurs", found["secteur"], under=1e-4)]
