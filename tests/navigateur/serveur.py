"""The demonstration, filled once a day and served by gunicorn on a port of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from django.conf import settings
from django.utils import timezone

from tests.conftest import RACINE, migrations_fingerprint, one_at_a_time
from tests.navigateur.preparer import TEMOINS

ATTENTE = 60
REGLAGES = "tests.navigateur.reglages"
# What the filling depends on, besides the schema.
SOURCES = (
    "portal/demonstration/*.py",
    "portal/installation/*.py",
    "home/*.py",
    "home/models/*.py",
    "booking/models/*.py",
    "sectorisation/**/*.py",
    "tests/navigateur/blocs.py",
    "tests/navigateur/preparer.py",
)


@dataclass(frozen=True)
class Vitrine:
    """A portail of the demonstration being served, and examples of what its pages do not link to."""

    racine: str
    autre: str
    inconnu: str
    temoins: dict[str, str]


def demonstration() -> Path:
    """The folder of a filled demonstration; made again when code, schema or day changes."""
    with one_at_a_time("vitrine"):
        ready = Path(settings.VAR_DIR) / f"vitrine-{_fingerprint()}"
        if not (ready / TEMOINS).exists():
            for old in ready.parent.glob("vitrine-*"):
                shutil.rmtree(old)
            ready.mkdir(parents=True)
            _start_from_template(ready)
            _python(ready, "tests.navigateur.preparer", check=True)
        return ready


@contextmanager
def serve_demonstration(var: Path, *, reglages: str = REGLAGES) -> Iterator[Vitrine]:
    """A copy of the demonstration, served until the block ends with these settings."""
    shutil.copytree(demonstration(), var, dirs_exist_ok=True)
    with socket.socket() as door, open(var / "serveur.log", "w") as log:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        port = door.getsockname()[1]
        _move_to_port(var, port)
        process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "portal.wsgi",
                    "--bind",
                    f"fd://{door.fileno()}",
                ),
                *("--worker-class", "gthread", "--threads", "4"),
                *("--log-level", "warning", "--graceful-timeout", "2"),
            ],
            cwd=RACINE,
            pass_fds=[door.fileno()],
            stdout=log,
            stderr=log,
            env=_env(var) | {"DJANGO_SETTINGS_MODULE": reglages},
        )
        try:
            root = f"http://127.0.0.1:{port}"
            _wait_until_ready(root, var / "serveur.log")
            yield Vitrine(
                racine=root,
                autre=f"http://hauts-plateaux.localhost:{port}",
                inconnu=f"http://nulle-part.localhost:{port}",
                temoins=json.loads((var / TEMOINS).read_text(encoding="utf-8")),
            )
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(root: str, journal: Path) -> None:
    """The door is already open: this waits in its queue until the worker answers."""
    try:
        requests.get(f"{root}/healthz", timeout=ATTENTE).raise_for_status()
    except requests.RequestException as error:
        raise RuntimeError(f"serveur muet : {journal.read_text()[-2000:]}") from error


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{timezone.now():%Y-%m-%d} {migrations_fingerprint()}".encode())
    for pattern in SOURCES:
        for path in sorted(RACINE.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _start_from_template(var: Path) -> None:
    """The suite's own migrated database, when it stands already."""
    template = Path(settings.VAR_DIR) / f"modele-{migrations_fingerprint()}.sqlite3"
    if template.exists():
        shutil.copyfile(template, var / "parvis.sqlite3")


def _move_to_port(var: Path, port: int) -> None:
    """As the demo does when it starts again elsewhere, without starting Django for it."""
    with closing(sqlite3.connect(var / "parvis.sqlite3")) as base:
        base.execute("UPDATE wagtailcore_site SET port = ? WHERE hostname != 'localhost'", (port,))
        base.commit()


def _python(var: Path, module: str, **options: bool) -> None:
    subprocess.run([sys.executable, "-m", module], cwd=RACINE, env=_env(var), **options)


def _env(var: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": REGLAGES,
        "PARVIS_VAR": str(var),
        "TEST_DATABASE": "sqlite",
    }
