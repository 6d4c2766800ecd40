"""A real server: gunicorn, two processes of twenty threads, on a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.db import connection, connections

from tests.conftest import ON_POSTGRES, RACINE, _use, migrations_fingerprint

ATTENTE = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/course/" in item.nodeid:
            item.add_marker(pytest.mark.course)


@contextmanager
def own_database(nom: str) -> Iterator[str]:
    """A copy of the migrated template, as a DATABASE_URL; the default connection points to it."""
    former = connection.settings_dict["NAME"]
    if ON_POSTGRES:
        copy = f"parvis_course_{os.getpid()}_{nom}"
        _as_postgres(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        _as_postgres(f"CREATE DATABASE {copy} TEMPLATE parvis_modele_{migrations_fingerprint()}")
        url = f"{os.environ['TEST_POSTGRES_URL'].rpartition('/')[0]}/{copy}"
        _use(copy)
    else:
        file = settings.VAR_DIR / f"course-{os.getpid()}-{nom}.sqlite3"
        shutil.copyfile(settings.VAR_DIR / f"modele-{migrations_fingerprint()}.sqlite3", file)
        url = f"sqlite:///{file}"
        _use(str(file))
    try:
        yield url
    finally:
        connections.close_all()
        if ON_POSTGRES:
            _as_postgres(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        else:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{file}{suffix}").unlink(missing_ok=True)
        _use(former)


def _as_postgres(statement: str) -> None:
    """From the entrance database: a template must have no session while it is copied."""
    import psycopg

    with psycopg.connect(os.environ["TEST_POSTGRES_URL"], autocommit=True) as entrance:
        entrance.execute(statement)


@contextmanager
def running_server(url: str, var: Path, **env: str) -> Iterator[str]:
    """Serve until the block ends; yields the root address."""
    var.mkdir(parents=True, exist_ok=True)
    with socket.socket() as door, open(var / "serveur.log", "w") as log:
        door.bind(("127.0.0.1", 0))
        door.listen(256)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.course.wsgi"),
                *("--bind", f"fd://{door.fileno()}"),
                # Loaded once for both processes, which then have their own connections.
                *("--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "20"),
                *("--log-level", "warning", "--timeout", "60", "--graceful-timeout", "2"),
            ],
            cwd=RACINE,
            pass_fds=[door.fileno()],
            start_new_session=True,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.course.reglages",
                "PARVIS_COURSE_BASE": url,
                "PARVIS_VAR": str(var),
                **env,
            },
        )
        root = f"http://127.0.0.1:{door.getsockname()[1]}"
        try:
            # The door is already open: this waits in its queue until a worker answers.
            requests.get(f"{root}/healthz", timeout=ATTENTE).raise_for_status()
            yield root
        finally:
            # At once, its processes too: nothing is left to answer, nothing to wait for.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def serveur(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker,
) -> Iterator[str]:
    """The root address of a server. A module sets its environment in `ENVIRONNEMENT`."""
    env = getattr(request.module, "ENVIRONNEMENT", {})
    nom = request.module.__name__.rpartition(".")[2]
    with (
        django_db_blocker.unblock(),
        own_database(nom) as url,
        running_server(url, tmp_path_factory.mktemp(nom), **env) as root,
    ):
        yield root
