"""Sectorisation on the real Aveyron: compile, check, round trip, held out, lookups, batches."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sectorisation.adresses.lot import Lot, lot_for
from sectorisation.compilation import Compilation, compile_couche
from sectorisation.controles import check
from sectorisation.exports import compiled_polygons
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.lots import locate_many
from sectorisation.models import Couche, Territoire
from tests.bench.mesures import Chiffre
from tests.sectorisation.terrain import cut_by_streets

LE = date(2026, 11, 23)
GRAINE = 7


def figures(territoire: Territoire) -> Iterator[Chiffre]:
    for nom, mesure, barre, tenue in _figures(territoire):
        yield Chiffre(nom, mesure, barre=barre, tenu=tenue)


def _figures(territoire: Territoire) -> Iterator[tuple[str, str, str, bool]]:
    couche = cut_by_streets(territoire)
    compiler, compilation = _timed(lambda: compile_couche(couche, le=LE))
    controler, _ = _timed(lambda: check(compilation, couche))
    lot, index = lot_for(territoire), compilation.index
    voulus = compilation.affectation.secteurs
    yield (
        f"Compiler et contrôler {len(lot)} adresses, {compilation.secteurs} secteurs",
        f"{compiler + controler:.1f} s", "10 s", compiler + controler < 10,
    )  # fmt: skip

    justes, entieres = _round_trip(couche, compilation)
    yield (
        f"Adresses revenues à leur secteur par le GeoJSON ({len(lot)})",
        f"{justes:.4%}", "100 %", entieres,
    )  # fmt: skip

    yield from _held_out(couche, lot, voulus)

    hasard = random.Random(GRAINE)
    places = hasard.choices(range(len(lot)), k=20_000)
    durees = []
    for i in places:
        porte, lon, lat, code = (
            lot.door(i),
            float(lot.lons[i]),
            float(lot.lats[i]),
            lot.insees[lot.voies[i]],
        )
        debut = time.perf_counter()
        index.locate(lon, lat, code, porte)
        durees.append(time.perf_counter() - debut)
    p99 = sorted(durees)[len(durees) * 99 // 100]
    yield ("Une adresse, p99", f"{p99 * 1e6:.0f} µs", "1 ms", p99 < 1e-3)
    durees = []
    for i in places[:5000]:
        debut = time.perf_counter()
        index.locate(float(lot.lons[i]), float(lot.lats[i]))
        durees.append(time.perf_counter() - debut)
    p99 = sorted(durees)[len(durees) * 99 // 100]
    yield ("Un point nu, p99", f"{p99 * 1e6:.0f} µs", "1 ms", p99 < 1e-3)

    cent_mille = np.array(hasard.choices(range(len(lot)), k=100_000))
    lons, lats, codes = lot.lons[cent_mille], lot.lats[cent_mille], lot.communes[cent_mille]
    cles = lot.empreintes[cent_mille]
    for nom, demander in (
        ("100 000 adresses connues", lambda: locate_many(index, lons, lats, codes, cles)),
        ("100 000 points et leur commune", lambda: locate_many(index, lons, lats, codes)),
        ("100 000 points nus", lambda: locate_many(index, lons, lats)),
    ):
        duree = min(_timed(demander)[0] for _ in range(3))
        yield (nom, f"{100_000 / duree:,.0f}/s".replace(",", " "), "200 000/s", duree <= 0.5)
    debut = time.perf_counter()
    octets = len(compilation.table)
    type(index)(compilation.contenu, type(index.table).unpack(compilation.table))
    charger = time.perf_counter() - debut
    yield (
        "Charger une version",
        f"{charger:.2f} s, table {octets / 1e6:.1f} Mo",
        "1 s",
        charger < 1,
    )


def _round_trip(couche: Couche, compilation: Compilation) -> tuple[float, bool]:
    """Exports the compiled polygons, imports them into another couche, compares every address."""

    collection = compiled_polygons(couche, compilation.index, compilation.lot)
    for entite in collection["features"]:
        entite["properties"]["couche"] = "copie"
    with tempfile.NamedTemporaryFile("w", suffix=".geojson", encoding="utf-8") as fichier:
        json.dump(collection, fichier)
        fichier.flush()
        import_secteurs(territoire=couche.territoire, chemin=Path(fichier.name))
    copie = compile_couche(Couche.objects.get(slug="copie"), le=LE)

    def codes(une: Any) -> Any:
        connus = {s.id: s.code for s in une.index.secteurs.values()} | {0: ""}
        return np.array([connus[int(s)] for s in une.affectation.secteurs])

    egales = codes(compilation) == codes(copie)
    return float(egales.mean()), bool(egales.all())


def _held_out(couche: Couche, lot: Lot, voulus: Any) -> Iterator[tuple[str, str, str, bool]]:
    """Ten per cent of the addresses are unknown to the version that must place them."""

    caches = np.random.default_rng(GRAINE).random(len(lot)) < 0.1
    partielle = compile_couche(couche, le=LE, lot=lot.keep(~caches))
    places = np.flatnonzero(caches)
    points = locate_many(
        partielle.index, lot.lons[places], lot.lats[places], lot.communes[places]
    ).secteurs
    part = float((points == voulus[places]).mean())
    yield (f"Au bon secteur par le point seul, {len(places)} tenues à l'écart", f"{part:.2%}", "97 %",
           part >= 0.97)  # fmt: skip
    trouves = [
        partielle.index.locate(
            float(lot.lons[i]), float(lot.lats[i]), lot.insees[lot.voies[i]], lot.door(i)
        ).secteur
        for i in places.tolist()
    ]
    part = sum(bool(s) and s.id == v for s, v in zip(trouves, voulus[places], strict=True)) / len(
        places
    )
    yield ("Les mêmes, avec leur voie et leur numéro", f"{part:.2%}", "97 %", part >= 0.97)


def _timed(faire: Callable[[], Any]) -> tuple[float, Any]:
    debut = time.perf_counter()
    resultat = faire()
    return time.perf_counter() - debut, resultat
