"""Imports the communes of a territoire; its outline is their union."""

from argparse import ArgumentParser
from typing import Any

from sectorisation.imports.cog import read_cog
from sectorisation.imports.communes import CREDIT, import_communes
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = "Importe les communes d'un territoire depuis un GeoJSON ; leur union fait son contour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument("--cog", type=existing_file, help="liste officielle des communes (CSV)")
        parser.add_argument(
            "--credit", default=CREDIT, help="mention de la source, montrée sur les pages"
        )

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        bilan = import_communes(
            territoire=territoire,
            chemin=options["fichier"],
            cog=read_cog(options["cog"]) if options["cog"] else None,
            credit=options["credit"],
        )
        self.stdout.write(f"{bilan.communes} communes, {bilan.anciennes} anciens codes reconnus.")
        for fusion in bilan.fusionnees:
            self.stdout.write(f"Fusionnée depuis : {fusion}")
