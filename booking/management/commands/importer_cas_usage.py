"""Make a use case of a territoire, from a file or from a ready-made description."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from booking.cas_usage.bibliotheque import ORDRE, read_modele
from booking.cas_usage.format import OCTETS_MAX, read_cas
from booking.errors import CasUsageInvalide
from booking.services.cas_usage import create_cas_usage, open_cas_usage
from sectorisation.models import Territoire


class Command(BaseCommand):
    help = "Crée un cas d’usage, en préparation, depuis un fichier ou un modèle."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--territoire", required=True, help="code du territoire")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("fichier", nargs="?", type=Path, help="fichier parvis-cas-usage/1")
        source.add_argument("--modele", choices=ORDRE, help="description toute faite")
        parser.add_argument("--simuler", action="store_true", help="dire sans écrire")
        parser.add_argument("--ouvrir", action="store_true", help="l’ouvrir aussitôt")

    def handle(
        self,
        *,
        territoire: str,
        fichier: Path | None,
        modele: str | None,
        simuler: bool,
        ouvrir: bool,
        **options: Any,
    ) -> None:
        found = Territoire.objects.filter(code=territoire).first()
        if found is None:
            raise CommandError(f"Aucun territoire de code « {territoire} ».")
        try:
            cas = read_cas(_bytes_of(fichier)) if fichier else read_modele(str(modele))
            bilan = create_cas_usage(
                territoire=found, cas=cas, modele=modele or "", simulate=simuler
            )
        except CasUsageInvalide as refusal:
            raise CommandError(refusal.phrase) from refusal
        for nom in bilan.faits:
            self.stdout.write(f"{'À créer' if simuler else 'Créé'} : {nom}")
        for nom in bilan.gardes:
            self.stdout.write(f"Gardé tel quel : {nom}")
        if ouvrir and not simuler:
            open_cas_usage(cas_usage=bilan.cas_usage)
            self.stdout.write("Ouvert.")


def _bytes_of(fichier: Path) -> bytes:
    try:
        with fichier.open("rb") as handle:
            return handle.read(OCTETS_MAX + 1)
    except OSError as error:
        raise CasUsageInvalide(f"Ce fichier ne s’ouvre pas : {fichier}") from error
