"""What the commands of this room share: the territoire they work on, files, refusals."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sectorisation.errors import SectorisationError
from sectorisation.imports.tableur import open_rows
from sectorisation.models import Territoire


def existing_file(texte: str) -> Path:
    """An argument that names a readable file."""
    chemin = Path(texte)
    if not chemin.is_file():
        raise ArgumentTypeError(f"fichier introuvable : {texte}")
    return chemin


class CommandeTerritoire(BaseCommand):
    """A command about one territoire; refusals end it with their French sentence."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--territoire", required=True, metavar="CODE", help="code du territoire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            territoire = Territoire.objects.get(code=options["territoire"])
        except Territoire.DoesNotExist:
            raise CommandError(f"Territoire inconnu : {options['territoire']}") from None
        try:
            self.run(territoire, options)
        except SectorisationError as refus:
            raise CommandError(str(refus)) from None

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def write_json(self, reponse: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(reponse, ensure_ascii=False))


def questions(options: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Rows with `q`, `lon`, `lat`, from the command line or from a CSV read as it goes."""
    if options["fichier"] is None:
        texte = options["texte"]
        yield {"q": texte or "", "lon": options.get("lon") or "", "lat": options.get("lat") or ""}
        return
    with open_rows(options["fichier"]) as (entetes, lignes):
        if "q" not in entetes and not {"lon", "lat"} <= set(entetes):
            raise CommandError("Ligne 1 : colonne « q » attendue (« lon » et « lat » au besoin).")
        for _, ligne in lignes:
            yield {cle: ligne.get(cle, "").strip() for cle in ("q", "lon", "lat")}
