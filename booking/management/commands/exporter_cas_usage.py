"""Write a use case as a file another territoire can read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from booking.cas_usage.format import write_cas
from booking.errors import CasUsageInvalide
from booking.models import CasUsage
from booking.services.cas_usage import describe_cas_usage


class Command(BaseCommand):
    help = "Écrit un cas d’usage dans un fichier parvis-cas-usage/1, sans rien de personnel."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--territoire", required=True, help="code du territoire")
        parser.add_argument("cas", help="nom court (slug) du cas d’usage")
        parser.add_argument("fichier", nargs="?", type=Path, help="sinon, la sortie standard")

    def handle(self, *, territoire: str, cas: str, fichier: Path | None, **options: Any) -> None:
        row = CasUsage.objects.filter(territoire__code=territoire, slug=cas).first()
        if row is None:
            raise CommandError(f"Aucun cas d’usage « {cas} » dans le territoire « {territoire} ».")
        try:
            data = write_cas(describe_cas_usage(row))
        except CasUsageInvalide as refusal:
            raise CommandError(refusal.phrase) from refusal
        if fichier is None:
            self.stdout.write(data.decode(), ending="")
            return
        fichier.write_bytes(data)
        self.stdout.write(f"Écrit : {fichier}")
