"""Say what is well and what is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.verification import verify_installation


class Command(BaseCommand):
    help = "Vérifie l’installation : une ligne par point, échoue si l’un est rouge."

    def handle(self, **options: Any) -> None:
        rouges = 0
        for constat in verify_installation(now=timezone.now()):
            rouges += not constat.bon
            mark = self.style.SUCCESS("bon ") if constat.bon else self.style.ERROR("à voir")
            suite = f" : {constat.conseil}" if not constat.bon and constat.conseil else ""
            self.stdout.write(f"{mark}  {constat.sujet}{suite}")
        if rouges:
            raise CommandError(f"{rouges} point{'s' if rouges > 1 else ''} à voir.")
        self.stdout.write("Tout va bien.")
