"""Databases that live as long as a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def new_postgres(server: str) -> Iterator[str]:
    """An empty database on this server, dropped at the end. Gives its URL."""
    name = f"parvis_bench_{os.getpid()}"
    _execute(server, "CREATE DATABASE {}", name)
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def new_sqlite(folder: Path) -> Iterator[str]:
    """A file in a folder that its caller removes. Gives its URL."""
    yield f"sqlite:///{folder / 'bench.sqlite3'}"


def _execute(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
