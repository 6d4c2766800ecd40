"""manage.py demarrer_territoire: a working, empty portail and its first administrator."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug

from home.demarrage import start_territoire
from home.invitation import invite_administrator
from home.models.portail import COULEUR
from home.nouveau_territoire import port_of_installation, proposed_host


class Command(BaseCommand):
    help = "Crée un territoire, son site, ses premières pages et invite son administrateur."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="Code du territoire : 12, val-d-orne…")
        parser.add_argument("--nom", required=True, help="Nom affiché : Val-d'Orne")
        parser.add_argument(
            "--sur-nom", default="Département", help="Ligne au-dessus du nom : Département du"
        )
        parser.add_argument(
            "--hote", default="", help="Hôte du portail. Par défaut : CODE.DOMAINE_RACINE"
        )
        parser.add_argument(
            "--port", type=int, default=0, help="Port visible. Par défaut : celui de PARVIS_URL"
        )
        parser.add_argument("--couleur", default="#0d5c55", help="Couleur de marque : #0d5c55")
        parser.add_argument(
            "--fuseau",
            default="",
            choices=["", *sorted(available_timezones())],
            metavar="FUSEAU",
            help="Fuseau horaire. Par défaut : celui du département du code",
        )
        parser.add_argument("--telephone", default="", help="Numéro d'accueil")
        parser.add_argument(
            "--contact", default="", help="Courriel du premier administrateur : il est invité"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, hote = options["code"].strip().lower(), options["hote"].strip().lower()
        try:
            validate_slug(code)
            COULEUR(options["couleur"])
            if options["contact"]:
                validate_email(options["contact"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            portail = start_territoire(
                code=code,
                nom=options["nom"].strip(),
                sur_nom=options["sur_nom"].strip(),
                hote=hote or proposed_host(code),
                port=options["port"] or port_of_installation(),
                couleur=options["couleur"],
                fuseau=options["fuseau"],
                telephone=options["telephone"],
                email=options["contact"],
                tell=self.stdout.write,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["contact"]:
            invite_administrator(
                portail=portail, email=options["contact"].strip(), tell=self.stdout.write
            )
        self.stdout.write(self.style.SUCCESS(f"Prêt : {portail.territoire.url_publique}/"))
