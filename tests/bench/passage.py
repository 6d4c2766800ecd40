"""One database, all the figures: `python -m tests.bench.passage`, on the base of DATABASE_URL.

Called by `python -m tests.bench` for each base; alone, it measures the base it is given, and
fills it only when no load set is there.
"""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

import django
from django.db import connection
from django.utils import timezone

VENDEURS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.passage")
    parser.add_argument("--taille", choices=("S", "M", "L"), default="L")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.reglages")
    django.setup()
    # The server writes its log as in production; here it would cut the table.
    logging.disable(logging.INFO)
    run(arguments.taille)


def run(taille: str) -> None:
    from django.conf import settings

    from tests.bench import distant, pages, prochain, reservation, secteur
    from tests.bench.mesures import print_table, say, tally
    from tests.bench.serveur import gunicorn
    from tests.bench.terrain import prepare

    now = timezone.now()
    say(f"\n## {VENDEURS[connection.vendor]}, jeu {taille}\n")
    terrain = prepare(taille, now=now)
    chiffres = [
        *prochain.five_lieux(terrain),
        *prochain.every_lieu(terrain),
        *secteur.address_to_secteur(terrain),
    ]
    pages.write_yardstick(Path(settings.WHITENOISE_ROOT))
    with gunicorn(settings.VAR_DIR / "gunicorn.log") as port:
        chiffres += [
            *pages.kept_page(terrain, port),
            *pages.slot_page(terrain, port),
            *reservation.booking_over_http(terrain, port),
            *pages.agent_week(terrain, port),
        ]
    chiffres += [*pages.week_grid(terrain), *reservation.booking_alone(terrain)]
    chiffres += distant.silent_remote()
    judged = connection.vendor == "postgresql"
    say("")
    print_table(chiffres, judged=judged)
    if judged:
        say(tally(chiffres))


if __name__ == "__main__":
    main()
