"""`python -m tests.bench`: every figure on PostgreSQL (TEST_POSTGRES_URL), then on SQLite, then
those of addresses and secteurs (PARVIS_DONNEES), which no database decides.

Each database is made for the run, filled once, measured by a process of its own, then dropped.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from tests.bench.bases import new_postgres, new_sqlite

BASES = ("postgresql", "sqlite")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--taille", choices=("S", "M", "L"), default="L")
    parser.add_argument("--base", choices=BASES, action="append", help="les deux par défaut")
    parser.add_argument("--adresses", action="store_true", help="les adresses et secteurs seuls")
    arguments = parser.parse_args()
    chosen = () if arguments.adresses else arguments.base or BASES
    server = os.environ.get("TEST_POSTGRES_URL", "")
    codes = []
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        for base in chosen:
            if base == "postgresql" and not server:
                say("PostgreSQL : laissé de côté. Donnez TEST_POSTGRES_URL=postgres://u@hote/base.")
                continue
            var = Path(folder) / base
            var.mkdir()
            new_base: Callable[[], AbstractContextManager[str]] = (
                partial(new_postgres, server) if base == "postgresql" else partial(new_sqlite, var)
            )
            with new_base() as url:
                codes.append(measure(url, var, arguments.taille))
    if arguments.adresses or not arguments.base:
        # Its settings are of its own: a process apart.
        adresses = [sys.executable, "-m", "tests.bench.adresses"]
        codes.append(subprocess.run(adresses, check=False).returncode)
    return max(codes, default=0)


def measure(url: str, var: Path, taille: str) -> int:
    """One database, in a process whose settings point at it."""
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.passage", "--taille", taille],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench.reglages",
            "DATABASE_URL": url,
            "PARVIS_VAR": str(var),
        },
        check=False,
    ).returncode


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
