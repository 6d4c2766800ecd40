"""Write a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.sauvegarde import ArchiveRefusee, save_all


class Command(BaseCommand):
    help = "Sauvegarde la base, les médias et les adresses dans une archive vérifiable."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("archive", type=Path, help="fichier .tar.gz à écrire")

    def handle(self, *, archive: Path, **options: Any) -> None:
        if not archive.resolve().parent.is_dir():
            raise CommandError(f"Le dossier « {archive.parent} » n’existe pas.")
        try:
            counts = save_all(archive.resolve(), now=timezone.now())
        except ArchiveRefusee as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Sauvegardé dans {archive} : {sum(counts.values())} lignes.")
