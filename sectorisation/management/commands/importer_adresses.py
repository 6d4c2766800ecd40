"""Imports the addresses of a territoire."""

from argparse import ArgumentParser
from typing import Any

from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.cog import read_cog
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = "Importe les adresses d'un territoire depuis un fichier BAN ou BANO (CSV, .gz ou non)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument("--cog", type=existing_file, help="liste officielle des communes (CSV)")
        parser.add_argument("--credit", help="mention de la source, montrée sur les pages")

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        bilan = import_adresses(
            territoire=territoire,
            chemin=options["fichier"],
            cog=read_cog(options["cog"]) if options["cog"] else None,
            credit=options["credit"],
        )
        fichier = bilan.fichier
        self.stdout.write(
            f"{fichier.adresses} adresses, {fichier.voies} voies, {fichier.lieux_dits} lieux-dits, "
            f"{fichier.communes} communes. Version {fichier.version}."
        )
        if fichier.doublons:
            self.stdout.write(f"{fichier.doublons} numéros en double, gardés une fois.")
        if bilan.communes_inconnues:
            self.stdout.write(
                "Communes hors du territoire : " + ", ".join(bilan.communes_inconnues[:20])
            )
        if bilan.ecartees:
            self.stderr.write(f"{bilan.ecartees} lignes écartées :")
            for raison in bilan.raisons:
                self.stderr.write(f"  {raison}")
