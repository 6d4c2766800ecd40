"""Forget what is past its retention."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.services.purge import purge


class Command(BaseCommand):
    help = "Efface les rendez-vous, usagers et règles dont la conservation est finie."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--simuler", action="store_true", help="compter sans effacer")

    def handle(self, *, simuler: bool, **options: Any) -> None:
        bilan = purge(now=timezone.now(), simulate=simuler)
        verbe = "À effacer" if simuler else "Effacé"
        self.stdout.write(
            f"{verbe} : {bilan.rdvs} rendez-vous, {bilan.usagers} usagers, "
            f"{bilan.tenues} créneaux tenus, {bilan.regles} plages et absences, "
            f"{bilan.depots} fichiers déposés."
        )
