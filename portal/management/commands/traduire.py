"""Bring the catalogues of locale/ up to date with the sentences marked in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import traductions


class Command(BaseCommand):
    help = (
        "Met à jour locale/<langue>/LC_MESSAGES (.po et .mo) ; nomme ce qui reste à traduire, et "
        "échoue s’il en reste."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "langues", nargs="*", help="Codes des langues ; par défaut celles de PARVIS_LANGUES."
        )

    def handle(self, *, langues: list[str], **options: Any) -> None:
        collected = traductions.collect()
        missing = 0
        for langue in langues or settings.PARVIS_LANGUES:
            catalogue = traductions.merge(langue, collected)
            path = traductions.po_path(langue)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(traductions.render_po(langue, catalogue), encoding="utf-8")
            path.with_suffix(".mo").write_bytes(traductions.render_mo(langue, catalogue))
            left = [phrase.msgid for phrase in catalogue.values() if not phrase.traduite]
            missing += len(left)
            self.stdout.write(
                f"{langue} : {len(catalogue) - len(left)} phrases, {len(left)} à faire"
            )
            for msgid in left:
                self.stdout.write(f"  {msgid}")
        if missing:
            raise CommandError(f"{missing} traductions à écrire dans locale/, puis relancez.")
