"""`python -m tests.manques`: say in one line each what this run leaves out, and how to have it."""

import os
import shutil
import sys
from pathlib import Path

# Debian's, without a window first: it draws the same pages for a third less of a core.
CHROMIUM = next(
    (
        path
        for nom in ("chromium-headless-shell", "chromium")
        if (path := Path("/usr/bin", nom)).exists()
    ),
    Path("/usr/bin/chromium"),
)


def missing() -> list[str]:
    lines = []
    if not os.environ.get("TEST_POSTGRES_URL"):
        lines.append(
            "PostgreSQL : laissé de côté. Donnez TEST_POSTGRES_URL=postgres://utilisateur@hote/base."
        )
    if not CHROMIUM.exists():
        lines.append("Navigateur : laissé de côté. Installez le paquet chromium.")
    if not shutil.which("java"):
        lines.append("Validation HTML (vnu) : laissée de côté. Installez default-jre-headless.")
    if not os.environ.get("PARVIS_DONNEES"):
        lines.append(
            "Vraies adresses : laissées de côté. Donnez PARVIS_DONNEES=dossier (adresses/, contours/, cog/)."
        )
    return lines


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in missing())
