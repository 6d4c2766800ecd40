"""Imports secteurs into a couche; nothing changes for usagers before `publier_secteurs`."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from sectorisation.imports.lecture import read_table
from sectorisation.imports.secteurs import import_secteurs, is_drawing
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = (
        "Importe des secteurs : polygones (GeoJSON), ou communes, voies et adresses (CSV, export "
        "de RDV-Solidarités compris). Ne publie rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument(
            "--couche", default="", metavar="NOM", help="couche, si le fichier la tait"
        )
        parser.add_argument("--simuler", action="store_true", help="essaie tout et ne garde rien")
        parser.add_argument(
            "--rapport", type=Path, metavar="CSV", help="écrit les lignes à revoir, une par ligne"
        )

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        fichier, couche = options["fichier"], options["couche"]
        if options["rapport"] and not is_drawing(fichier):
            lecture = read_table(territoire=territoire, chemin=fichier, couche=couche)
            with options["rapport"].open("w", newline="", encoding="utf-8-sig") as sortie:
                csv.writer(sortie, delimiter=";").writerows(lecture.rows())
        bilan = import_secteurs(
            territoire=territoire, chemin=fichier, couche=couche, simulate=options["simuler"]
        )
        debut = "Simulation : " if options["simuler"] else ""
        self.stdout.write(
            f"{debut}{bilan.crees} secteurs créés, {bilan.modifies} modifiés, "
            f"{bilan.inchanges} inchangés, {bilan.regles} règles "
            f"(couche {', '.join(bilan.couches)})."
        )
