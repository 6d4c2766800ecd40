"""Imports secteurs into a couche; nothing changes for usagers before `publier_secteurs`."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from sectorisation.errors import ImportRefuse, ProjectionInconnue
from sectorisation.imports.fichier import read_file
from sectorisation.imports.secteurs import import_file
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = (
        "Importe des secteurs : polygones (GeoJSON, Shapefile zippé, GeoPackage), ou communes, "
        "voies et adresses (CSV, export de RDV-Solidarités compris). Ne publie rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument(
            "--couche", default="", metavar="NOM", help="couche, si le fichier la tait"
        )
        parser.add_argument("--simuler", action="store_true", help="essaie tout et ne garde rien")
        parser.add_argument(
            "--projection", type=int, metavar="EPSG", help="projection, si le fichier la tait"
        )
        parser.add_argument(
            "--rapport", type=Path, metavar="CSV", help="écrit les lignes à revoir, une par ligne"
        )

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        try:
            fichier = read_file(
                territoire=territoire,
                chemin=options["fichier"],
                couche=options["couche"],
                projection=options["projection"],
            )
        except ProjectionInconnue as refus:
            proposee = f" (probable : --projection {refus.proposee})" if refus.proposee else ""
            raise ImportRefuse(f"{refus.code} : {refus}{proposee}") from None
        if options["rapport"] and fichier.lecture:
            with options["rapport"].open("w", newline="", encoding="utf-8-sig") as sortie:
                csv.writer(sortie, delimiter=";").writerows(fichier.lecture.rows())
        bilan = import_file(territoire=territoire, fichier=fichier, simulate=options["simuler"])
        debut = "Simulation : " if options["simuler"] else ""
        self.stdout.write(
            f"{debut}{bilan.crees} secteurs créés, {bilan.modifies} modifiés, "
            f"{bilan.inchanges} inchangés, {bilan.regles} règles "
            f"(couche {', '.join(bilan.couches)})."
        )
