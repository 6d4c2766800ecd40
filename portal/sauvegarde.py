"""Backup and restore: one archive with the database, media, address files and a manifest.

The manifest holds the SHA-256 of every member; nothing is touched before all of them are checked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = "parvis-sauvegarde/1"
DOSSIERS = {"media": "media", "adresses": "adresses"}


class ArchiveRefusee(Exception):
    """The archive cannot be restored here; the sentence says why."""


def save_all(archive: Path, *, now: dt.datetime) -> dict[str, int]:
    """Write `archive` (tar.gz) beside itself then rename it. Gives the number of rows by model."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as travail:
        dump = Path(travail) / "base"
        _dump_database(dump)
        members = {"base": dump}
        for nom, dossier in DOSSIERS.items():
            racine = Path(settings.VAR_DIR) / dossier
            for path in sorted(racine.rglob("*")):
                if path.is_file() and path.name != ".sonde":
                    members[f"{nom}/{path.relative_to(racine)}"] = path
        counts = count_rows()
        manifest = {
            "format": FORMAT,
            "le": now.isoformat(),
            "moteur": connection.vendor,
            "migrations": _applied_migrations(),
            "lignes": counts,
            "empreintes": {nom: _sha256(path) for nom, path in members.items()},
        }
        notice = Path(travail) / "manifeste.json"
        notice.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        brouillon = Path(travail) / "archive"
        with tarfile.open(brouillon, "w:gz") as tar:
            tar.add(notice, "manifeste.json")
            for nom, path in members.items():
                tar.add(path, nom)
        os.replace(brouillon, archive)
    return counts


def restore_all(archive: Path) -> dict[str, int]:
    """Put back what `archive` holds, replacing what is here. Raises ArchiveRefusee before any
    change when the archive is damaged, or made by another engine or an unknown version."""
    with tempfile.TemporaryDirectory() as travail:
        racine = Path(travail)
        manifest = _open_checked(archive, racine)
        _load_database(racine / "base")
        for nom, dossier in DOSSIERS.items():
            cible = Path(settings.VAR_DIR) / dossier
            shutil.rmtree(cible, ignore_errors=True)
            if (racine / nom).is_dir():
                shutil.copytree(racine / nom, cible)
    # What was computed of the other base: a study of secteurs stands under a number that this one
    # may give again.
    cache.clear()
    if (found := count_rows()) != manifest["lignes"]:
        raise ArchiveRefusee(f"Lignes relues différentes de celles sauvegardées : {found}.")
    return found


def _unpack(tar: tarfile.TarFile, racine: Path) -> None:
    """Plain files, none outside `racine`: an archive of ours holds nothing else, but the folders
    that someone who packed it again may have added.

    Not `extractall(filter=…)`, which Python 3.11 has only since 3.11.4, and Debian 12 stops at .2.
    """
    for member in tar:
        if member.isdir():
            continue
        cible = (racine / member.name).resolve()
        source = tar.extractfile(member) if member.isreg() else None
        if source is None or not cible.is_relative_to(racine):
            raise tarfile.TarError
        cible.parent.mkdir(parents=True, exist_ok=True)
        with source, cible.open("wb") as copie:
            shutil.copyfileobj(source, copie)


def _open_checked(archive: Path, racine: Path) -> dict:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            _unpack(tar, racine.resolve())
        manifest = json.loads((racine / "manifeste.json").read_text(encoding="utf-8"))
        empreintes = manifest["empreintes"]
        for nom, empreinte in empreintes.items():
            if _sha256(racine / nom) != empreinte:
                raise ArchiveRefusee(f"L’archive est abîmée : « {nom} » a changé.")
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError) as error:
        raise ArchiveRefusee(
            f"Ce n’est pas une sauvegarde lisible ({type(error).__name__})."
        ) from None
    if manifest.get("format") != FORMAT or "base" not in empreintes:
        raise ArchiveRefusee("Ce n’est pas une sauvegarde de Parvis.")
    if manifest["moteur"] != connection.vendor:
        raise ArchiveRefusee(
            f"Cette sauvegarde vient de {manifest['moteur']}, la base d’ici est {connection.vendor}."
        )
    known = {f"{app}.{name}" for app, name in _known_migrations()}
    if unknown := set(manifest["migrations"]) - known:
        raise ArchiveRefusee(
            f"Cette sauvegarde vient d’une version plus récente ({min(unknown)}) : mettez Parvis à jour."
        )
    return manifest


def count_rows() -> dict[str, int]:
    """Rows of each model of ours: what a restore must find again."""
    return {
        model._meta.label: model._base_manager.count()
        for room in ("portal", "home", "booking", "sectorisation")
        for model in apps.get_app_config(room).get_models()
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _applied_migrations() -> list[str]:
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def _known_migrations() -> list[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = [key for m in loader.disk_migrations.values() for key in m.replaces]
    return [*loader.disk_migrations, *replaced]


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _load_database(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        return
    connection.close()
    _run_postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}", str(source),
    )  # fmt: skip


def _run_postgres(command: str, *arguments: str) -> None:
    """Run a PostgreSQL client with the connection of the settings; the password stays off argv."""
    if not shutil.which(command):
        raise ArchiveRefusee(f"Il manque {command} (paquet postgresql-client).")
    settings_dict = connection.settings_dict
    env = os.environ | {
        "PGHOST": settings_dict["HOST"],
        "PGPORT": str(settings_dict["PORT"] or 5432),
        "PGUSER": settings_dict["USER"],
        "PGPASSWORD": settings_dict["PASSWORD"],
        "PGDATABASE": settings_dict["NAME"],
    }
    done = subprocess.run([command, *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise ArchiveRefusee(f"{command} a échoué : {done.stderr.strip().splitlines()[-1][:200]}")
