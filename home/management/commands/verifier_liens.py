"""manage.py verifier_liens: internal links that lead nowhere; exits 1 when there are some."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.liens_casses import broken_links
from home.models import Portail


class Command(BaseCommand):
    help = "Cherche les liens internes cassés. Les liens vers d’autres sites ne sont pas suivis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--territoire", default="", help="Code ; par défaut, tous")

    def handle(self, *, territoire: str, **options: Any) -> None:
        portails = Portail.objects.select_related("site__root_page", "territoire")
        if territoire:
            portails = portails.filter(territoire__code=territoire)
            if not portails:
                raise CommandError(f"Aucun portail pour le territoire « {territoire} ».")
        total = 0
        for portail in portails:
            for lien in broken_links(portail):
                total += 1
                where = f"{portail.territoire.code} : « {lien.page.title} »"
                self.stdout.write(f"{where}, « {lien.texte} » ({lien.href}) : {lien.raison}")
        if total:
            raise CommandError(f"{total} lien(s) à corriger.")
        self.stdout.write("Aucun lien cassé.")
