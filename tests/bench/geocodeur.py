"""The embedded geocoder on the real addresses of Aveyron, when PARVIS_DONNEES names their folder."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import os
import random
from pathlib import Path

from django.core.management import call_command

from sectorisation.adresses.interface import geocodeur_for
from sectorisation.models import Territoire
from tests.bench.mesures import Chiffre, interleave, lasting, say
from tests.sectorisation.ecriture import misspelt, unaccented

CODE, GRAINE, RECHERCHES = "banc-12", 12, 300
BANO = Path("adresses/bano-12-aveyron-2016-03-03.csv.gz")
CONTOURS = Path("contours/communes-12-aveyron.geojson")
COG = Path("cog/communes-2026.csv.gz")


def real_addresses() -> list[Chiffre]:
    """The same doors, written as published, then in capitals without accents and with one typo."""
    folder = Path(os.environ.get("PARVIS_DONNEES") or "/absent")
    if not (folder / BANO).is_file():
        say(
            "Géocodeur : laissé de côté. Donnez PARVIS_DONNEES=dossier (adresses/, contours/, cog/)."
        )
        return []
    geocodeur = geocodeur_for(_install(folder))
    justes, fautives = (itertools.cycle(texts) for texts in _written(folder / BANO))
    found = interleave(
        {
            "juste": lambda: geocodeur.search(next(justes)),
            "fautive": lambda: geocodeur.search(next(fautives)),
        },
        tours=RECHERCHES,
    )
    return [
        lasting("Géocodeur, Aveyron, adresse juste", found["juste"]),
        lasting("Géocodeur, Aveyron, une faute de frappe", found["fautive"]),
    ]


def _install(folder: Path) -> Territoire:
    territoire, made = Territoire.objects.get_or_create(code=CODE, defaults={"nom": "Aveyron"})
    if made:
        common = {"territoire": CODE, "cog": folder / COG, "stdout": io.StringIO()}
        call_command("importer_communes", folder / CONTOURS, **common)
        call_command("importer_adresses", folder / BANO, **common)
        territoire.refresh_from_db()
    return territoire


def _written(bano: Path) -> tuple[list[str], list[str]]:
    rng = random.Random(GRAINE)
    with gzip.open(bano, "rt", encoding="utf-8") as lines:
        rows = rng.sample(list(csv.DictReader(lines, delimiter=";")), RECHERCHES)

    def write(row: dict[str, str], voie: str) -> str:
        return f"{row['numero']} {row['rep']} {voie} {row['code_postal']} {row['nom_commune']}"

    return (
        [write(row, row["nom_voie"]) for row in rows],
        [unaccented(write(row, misspelt(row["nom_voie"], rng))).upper() for row in rows],
    )
