"""Write docs/reglages.md from the settings themselves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.settings import env

PAGE = Path(settings.BASE_DIR) / "docs" / "reglages.md"


def render() -> str:
    """The page: one line an environment variable, in the order of the settings."""
    lines = [
        "# Réglages",
        "",
        "Page produite par `manage.py documenter_reglages` depuis `portal/settings/`. Tout réglage est "
        "une variable d’environnement ; aucune n’est nécessaire pour `make demo`. En production, "
        "`DJANGO_SETTINGS_MODULE=portal.settings.production` et `PARVIS_CLE_SECRETE` suffisent.",
        "",
        "| Variable | Par défaut | Sens |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{r.nom}` | {f'`{r.defaut}`' if r.defaut else 'vide'} | {r.aide} |"
        for r in env.REGLAGES.values()
    ]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Écrit docs/reglages.md depuis les réglages ; --verifier échoue si la page est périmée."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--verifier", action="store_true")

    def handle(self, *, verifier: bool, **options: Any) -> None:
        page = render()
        if not verifier:
            PAGE.write_text(page, encoding="utf-8")
            self.stdout.write(f"{len(env.REGLAGES)} réglages écrits dans docs/reglages.md")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
            raise CommandError(
                "docs/reglages.md est périmée : lancez manage.py documenter_reglages."
            )
