"""Imports secteurs into a couche; nothing changes for usagers before `publier_secteurs`."""

from argparse import ArgumentParser
from typing import Any

from sectorisation.imports.secteurs import import_secteurs
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = "Importe des secteurs : polygones (GeoJSON) ou listes de communes (CSV). Ne publie rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument(
            "--couche", default="", metavar="NOM", help="couche, si le fichier la tait"
        )
        parser.add_argument("--simuler", action="store_true", help="essaie tout et ne garde rien")

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        bilan = import_secteurs(
            territoire=territoire,
            chemin=options["fichier"],
            couche=options["couche"],
            simulate=options["simuler"],
        )
        debut = "Simulation : " if options["simuler"] else ""
        self.stdout.write(
            f"{debut}{bilan.crees} secteurs créés, {bilan.modifies} modifiés, "
            f"{bilan.inchanges} inchangés, {bilan.regles} règles "
            f"(couche {', '.join(bilan.couches)})."
        )
