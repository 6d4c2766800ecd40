"""Figures 1 and 2: next availability over five sites, then over all of them."""

from __future__ import annotations

import copy
import itertools

from booking.services.disponibilites import next_par_lieu
from tests.bench.mesures import (
    RAFALE,
    Chiffre,
    count_queries,
    counted,
    faster,
    interleave,
    select_1,
    times,
)
from tests.bench.naif import next_naive
from tests.bench.terrain import Terrain

CINQ = 5


def five_lieux(terrain: Terrain) -> list[Chiffre]:
    """Other sites at each turn: nothing is measured warm by chance."""
    motif, now = terrain.motif, terrain.now
    groups = [terrain.lieux[i : i + CINQ] for i in range(0, len(terrain.lieux) - CINQ + 1, CINQ)]
    turns, full_turns = itertools.cycle(groups), itertools.cycle(groups)
    # Longer than any opening: all ninety days are read and swept, for nothing.
    full = copy.copy(motif)
    full.duree = 12 * 60
    found = interleave(
        {
            "proche": lambda: next_par_lieu(motif=motif, lieux=next(turns), now=now),
            "rien": lambda: next_par_lieu(motif=full, lieux=next(full_turns), now=now),
            "select": select_1,
        },
        tours=40,
        rafales={"select": RAFALE},
    )
    etalon = ("SELECT 1", found["select"])
    queries = count_queries(lambda: next_par_lieu(motif=full, lieux=groups[0], now=now))
    return [
        times("Prochaine disponibilité, 5 lieux, 90 jours", found["proche"], etalon, at_most=250),
        counted("… requêtes, au pire", queries, at_most=6),
        times("… aucune place en 90 jours : tout est lu", found["rien"], etalon),
    ]


def every_lieu(terrain: Terrain) -> list[Chiffre]:
    """The same answers as the naive generator, checked before any timing."""
    motif, lieux, now = terrain.motif, terrain.lieux, terrain.now
    ours = {
        pk: start and (start.debut, start.agent)
        for pk, start in next_par_lieu(motif=motif, lieux=lieux, now=now).items()
    }
    if ours != next_naive(motif=motif, lieux=lieux, now=now):
        raise AssertionError("the naive generator gives other answers")
    found = interleave(
        {
            "balayage": lambda: next_par_lieu(motif=motif, lieux=lieux, now=now),
            "naif": lambda: next_naive(motif=motif, lieux=lieux, now=now),
        },
        tours=5,
        chauffe=0,
    )
    return [
        faster(
            f"Prochaine disponibilité, {len(lieux)} lieux",
            found["balayage"],
            ("deux requêtes par occurrence", found["naif"]),
            at_least=10,
        )
    ]
