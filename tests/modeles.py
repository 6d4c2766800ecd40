"""`python -m tests.modeles`: migrate the databases that tests copy, each in a process of its own.

Migrating keeps one core busy and every other worker waiting: both databases are made ready at
once, before the tests begin. A run without it makes its own.
"""

from __future__ import annotations

import os
import subprocess
import sys

_CHACUN = "import django; django.setup(); from tests import conftest; conftest.{nom}_template()"


def main() -> int:
    cibles = ["sqlite", *(["postgres"] if os.environ.get("TEST_POSTGRES_URL") else [])]
    base = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    processus = [
        subprocess.Popen(
            [sys.executable, "-c", _CHACUN.format(nom=cible)], env={**base, "TEST_DATABASE": cible}
        )
        for cible in cibles
    ]
    return max(p.wait() for p in processus)


if __name__ == "__main__":
    sys.exit(main())
