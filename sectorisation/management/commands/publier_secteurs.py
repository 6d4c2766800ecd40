"""Publishes the couches of a territoire, says what it would do, or goes back."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from sectorisation.management.base import CommandeTerritoire
from sectorisation.models import Commune, Couche, Territoire
from sectorisation.publication import publish, roll_back, study

_MAX_LIGNES = 20


class Command(CommandeTerritoire):
    help = "Publie les secteurs d'une couche, ou de toutes : les usagers les suivent aussitôt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--couche", default="", metavar="NOM", help="une seule couche")
        parser.add_argument("--par", default="", metavar="QUI", help="nom gardé dans l'historique")
        gestes = parser.add_mutually_exclusive_group()
        gestes.add_argument(
            "--simuler", action="store_true", help="contrôle et compare, sans rien publier"
        )
        gestes.add_argument(
            "--retour", action="store_true", help="remet en service la version précédente"
        )

    @transaction.atomic
    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        couches = Couche.objects.of(territoire)
        if options["couche"]:
            couches = couches.filter(slug=options["couche"])
        if not couches:
            raise CommandError("Aucune couche à publier.")
        now = timezone.now()
        for couche in couches:
            if options["simuler"]:
                self._simulate(couche, now)
            elif options["retour"]:
                version = roll_back(couche=couche, now=now, par=options["par"])
                self.stdout.write(f"{couche.nom} : version {version.numero} remise en service.")
            else:
                self._publish(couche, now, options["par"])

    def _publish(self, couche: Couche, now: datetime, par: str) -> None:
        fait = publish(couche=couche, now=now, par=par)
        verbe = "publiée" if fait.nouvelle else "inchangée"
        self.stdout.write(
            f"{couche.nom} : version {fait.version.numero} {verbe}, {fait.secteurs} secteurs."
        )
        if fait.communes_sans_secteur:
            noms = Commune.objects.of(couche.territoire).filter(
                insee__in=fait.communes_sans_secteur[:_MAX_LIGNES]
            )
            self.stdout.write(
                f"  {len(fait.communes_sans_secteur)} communes sans secteur : "
                + ", ".join(noms.values_list("nom", flat=True))
            )

    def _simulate(self, couche: Couche, now: datetime) -> None:
        etude = study(couche=couche, now=now)
        comparaison, constats = etude.comparaison, etude.rapport.constats
        self.stdout.write(
            f"{couche.nom} : {comparaison.changent} adresses sur {comparaison.adresses} "
            f"changeraient de secteur ; {len(etude.rapport.bloquants)} constats bloquants, "
            f"{len(etude.rapport.avertissements)} avertissements."
        )
        for constat in constats[:_MAX_LIGNES]:
            self.stdout.write(f"  {constat.code} ({constat.gravite}) : {constat.phrase}")
        if len(constats) > _MAX_LIGNES:
            self.stdout.write(f"  … et {len(constats) - _MAX_LIGNES} autres.")
