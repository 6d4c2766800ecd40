"""Fill the fictional territoires."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demonstration.remplissage import fill_demonstration


class Command(BaseCommand):
    help = "Remplit les deux territoires fictifs de la démonstration ; ne refait pas ce qui existe."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.PARVIS_DEMO:
            raise CommandError("Réservé à la démonstration (portal.settings.demo).")
        fill_demonstration(now=timezone.now(), port=port, tell=self.stdout.write)
