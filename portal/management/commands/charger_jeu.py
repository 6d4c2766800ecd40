"""Fill a database with a load set."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from booking.models import Rdv
from portal.jeux import TAILLES, load_set


class Command(BaseCommand):
    help = "Remplit la base d’un jeu de charge : S, M, L ou XL, le même pour une même graine."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("taille", choices=list(TAILLES))
        parser.add_argument("--graine", type=int, default=1)

    def handle(self, *, taille: str, graine: int, **options: Any) -> None:
        try:
            territoires = load_set(
                taille, graine=graine, now=timezone.now(), tell=self.stdout.write
            )
        except ValueError as error:
            raise CommandError(str(error)) from None
        rdvs = Rdv.objects.filter(territoire__in=territoires).count()
        self.stdout.write(f"Jeu {taille}, graine {graine} : {rdvs} rendez-vous.")
