"""Geocodes one address or a file of addresses."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from sectorisation.adresses.interface import geocodeur_for
from sectorisation.management.base import CommandeTerritoire, existing_file, questions
from sectorisation.models import Territoire


class Command(CommandeTerritoire):
    help = "Cherche une adresse, ou chaque ligne d'un CSV (colonne q) ; une ligne JSON par réponse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("texte", nargs="?", metavar="TEXTE", help="adresse à chercher")
        parser.add_argument("--fichier", type=existing_file, metavar="CSV")
        parser.add_argument("--limite", type=int, default=5, help="candidats par adresse (5)")
        parser.add_argument(
            "--json", action="store_true", help="écrit du JSON, une ligne par adresse"
        )

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        if (options["texte"] is None) == (options["fichier"] is None):
            raise CommandError("Donnez une adresse, ou --fichier CSV.")
        geocodeur = geocodeur_for(territoire)
        limite = max(1, min(options["limite"], 20))
        for question in questions(options):
            candidats = geocodeur.search(question["q"], limit=limite)
            if options["json"] or options["fichier"]:
                self.write_json({"q": question["q"], "candidats": [c.as_dict() for c in candidats]})
                continue
            if not candidats:
                self.stdout.write("Aucune adresse trouvée.")
            for c in candidats:
                self.stdout.write(f"{c.score:.2f}  {c.type:<12}  {c.label}  ({c.lon}, {c.lat})")
