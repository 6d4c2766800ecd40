"""One sweep of the outbox, for a cron without Celery or an operator who wants to see."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from booking.models import EtatMessage
from booking.notifications.envoi import send_due


class Command(BaseCommand):
    help = "Envoie les messages dus (courriels et SMS), puis dit combien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limite", type=int, default=500, help="messages au plus")

    def handle(self, *args: Any, **options: Any) -> None:
        bilan = send_due(limit=options["limite"])
        if not bilan.total:
            self.stdout.write("Aucun message à envoyer.")
            return
        for etat in EtatMessage:
            if count := bilan.etats[etat]:
                # A message put back to be sent is one that did not leave this time.
                label = "À réessayer" if etat == EtatMessage.A_ENVOYER else etat.label
                self.stdout.write(f"{label} : {count}")
        if not bilan.complet:
            self.stdout.write("Il en reste : relancez la commande.")
