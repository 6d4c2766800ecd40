"""A working portal of a real département, from its public files."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.installation.territoire import install_territoire
from sectorisation.errors import ImportRefuse


class Command(BaseCommand):
    help = "Installe le portail d’un territoire réel : communes, adresses, lieux, secteurs, agents, pages."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--code", required=True)
        parser.add_argument("--nom", default="", help="par défaut : Département CODE")
        parser.add_argument("--adresses", type=Path, required=True, help="CSV de la BAN ou du BANO")
        parser.add_argument("--communes", type=Path, required=True, help="contours en GeoJSON")
        parser.add_argument("--cog", type=Path, help="liste des communes, pour suivre les fusions")
        parser.add_argument("--hote", default="", help="par défaut : CODE.DOMAINE_RACINE")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--couleur", default="#1b4f8a")
        parser.add_argument(
            "--fuseau",
            default="",
            choices=["", *sorted(available_timezones())],
            metavar="FUSEAU",
            help="par défaut : celui du département du code",
        )

    def handle(self, *, code: str, nom: str, hote: str, **options: Any) -> None:
        for fichier in (options["adresses"], options["communes"], options["cog"]):
            if fichier and not fichier.is_file():
                raise CommandError(f"Fichier introuvable : {fichier}")
        hote = hote or f"{code.lower()}.{settings.PARVIS_DOMAINE_RACINE}"
        try:
            install_territoire(
                code=code,
                nom=nom or f"Département {code}",
                hote=hote,
                adresses=options["adresses"],
                communes=options["communes"],
                cog=options["cog"],
                port=options["port"],
                couleur=options["couleur"],
                fuseau=options["fuseau"],
                now=timezone.now(),
                tell=self.stdout.write,
            )
        except ImportRefuse as error:
            raise CommandError(str(error)) from None
        self.stdout.write(self.style.SUCCESS(f"Portail prêt : http://{hote}:{options['port']}/"))
