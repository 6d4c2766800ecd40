"""Publishes the couches of a territoire."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from sectorisation.management.base import CommandeTerritoire
from sectorisation.models import Commune, Couche, Territoire
from sectorisation.publication import publish


class Command(CommandeTerritoire):
    help = "Publie les secteurs d'une couche, ou de toutes : les usagers les suivent aussitôt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--couche", default="", metavar="NOM", help="une seule couche")

    @transaction.atomic
    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        couches = Couche.objects.of(territoire)
        if options["couche"]:
            couches = couches.filter(slug=options["couche"])
        if not couches:
            raise CommandError("Aucune couche à publier.")
        now = timezone.now()
        for couche in couches:
            fait = publish(couche=couche, now=now)
            verbe = "publiée" if fait.nouvelle else "inchangée"
            self.stdout.write(
                f"{couche.nom} : version {fait.version.numero} {verbe}, {fait.secteurs} secteurs."
            )
            if fait.communes_sans_secteur:
                noms = Commune.objects.of(territoire).filter(
                    insee__in=fait.communes_sans_secteur[:20]
                )
                self.stdout.write(
                    f"  {len(fait.communes_sans_secteur)} communes sans secteur : "
                    + ", ".join(noms.values_list("nom", flat=True))
                )
