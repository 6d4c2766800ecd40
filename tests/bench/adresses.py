"""`python -m tests.bench.adresses`: addresses and secteurs, on the real Aveyron and twelve of it.

No figure here depends on the database: one run, on a small SQLite base of its own. Durations are
judged in CPU time, which a busy machine changes little; the clock is written beside.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.mesures import print_table, say, tally

DONNEES = Path(os.environ.get("PARVIS_DONNEES") or "/absent")


def main() -> int:
    if not (DONNEES / "adresses").is_dir():
        say(
            "\nAdresses et secteurs : laissés de côté. "
            "Donnez PARVIS_DONNEES=dossier (adresses/, contours/, cog/)."
        )
        return 0
    with _base() as dossier:
        from tests.bench import dessins, geocodeur, sectorisation
        from tests.sectorisation.terrain import load_aveyron

        say("\n## Adresses et secteurs\n")
        territoire = load_aveyron(DONNEES)
        chiffres = [
            # First: an import is a request of its own, without the heap of what follows.
            *dessins.imported(dossier),
            *geocodeur.aveyron(territoire, DONNEES),
            *geocodeur.large(DONNEES, dossier),
            *sectorisation.figures(territoire),
        ]
    print_table(chiffres, judged=True)
    say(tally(chiffres))
    return 0


@contextmanager
def _base() -> Iterator[Path]:
    """An empty SQLite database and its address files, dropped afterwards."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-adresses-") as dossier:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        os.environ["PARVIS_VAR"] = dossier
        import django
        from django.conf import settings
        from django.core.management import call_command

        settings.PARVIS_DONNEES_DIR = Path(dossier)
        settings.DATABASES["default"]["NAME"] = str(Path(dossier) / "base.sqlite3")
        django.setup()
        call_command("migrate", verbosity=0)
        yield Path(dossier)


if __name__ == "__main__":
    sys.exit(main())
