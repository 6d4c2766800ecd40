"""Put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.sauvegarde import ArchiveRefusee, restore_all


class Command(BaseCommand):
    help = "Remplace la base, les médias et les adresses par ceux d’une sauvegarde."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--oui", action="store_true", help="ne pas demander : ce qui est ici sera remplacé"
        )

    def handle(self, *, archive: Path, oui: bool, **options: Any) -> None:
        if not oui and input("Tout ce qui est ici sera remplacé. Continuer (oui/non) ? ") != "oui":
            raise CommandError("Rien n’a été changé.")
        try:
            counts = restore_all(archive)
        except ArchiveRefusee as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restauré : {sum(counts.values())} lignes.")
