"""Databases for the suite: migrated once, then copied for each worker.

A file database on SQLite; on PostgreSQL (TEST_DATABASE=postgres) a template database cloned by
CREATE DATABASE … TEMPLATE. The template is rebuilt when a migration file changes.
"""

from __future__ import annotations

import fcntl
import functools
import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("court", max_examples=100, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=1000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "court"))

RACINE = Path(__file__).resolve().parent.parent
ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
# Files whose tests share what is long to prepare: a server, a département, a measured process.
D_UN_BLOC = (
    "tests/navigateur/test_portail.py",
    "tests/sectorisation/test_aveyron.py",
    "tests/sectorisation/test_hostiles.py",
)
# Files that open windows of chromium on one and the same world.
FENETRES = {
    f"tests/navigateur/test_{sujet}.py" for sujet in ("combobox", "dessin", "parcours", "regles")
}
# Files about what pages say, who reaches them, or how processes live: shown once, on SQLite. The
# questions these pages ask the database are those of services and querysets, tried on both.
D_UNE_BASE = (
    "tests/agents/test_agenda.py",
    "tests/agents/test_compte.py",
    "tests/agents/test_perms.py::test_each_view",
    "tests/agents/test_plages.py",
    "tests/agents/test_rdv.py",
    "tests/agents/test_vdirsyncer.py",
    "tests/home/test_annonces.py",
    "tests/home/test_bords_cms.py",
    "tests/home/test_cache.py",
    "tests/home/test_circuit.py",
    "tests/home/test_cloison.py",
    "tests/home/test_equipe.py",
    "tests/home/test_legal.py",
    "tests/home/test_liens_casses.py",
    "tests/home/test_marque.py",
    "tests/home/test_medias.py",
    "tests/home/test_nouveau_territoire.py",
    "tests/home/test_pages.py",
    "tests/home/test_redaction.py",
    "tests/home/test_redirections.py",
    "tests/home/test_roles.py",
    "tests/home/test_taches.py",
    "tests/home/test_theme.py",
    "tests/home/test_types_de_page.py",
    "tests/home/test_vocabulaire.py",
    "tests/lieux/",
    "tests/motifs/test_pages.py",
    "tests/navigateur/",
    "tests/notifications/test_course_superviseur.py",
    "tests/parcours/test_etapes.py",
    "tests/parcours/test_fuites.py",
    "tests/parcours/test_geocodeur_distant.py",
    "tests/parcours/test_langues.py",
    "tests/parcours/test_mauvaises_entrees.py",
    "tests/parcours/test_questions.py",
    "tests/parcours/test_sorties.py",
    "tests/parcours/test_suggestions.py",
    "tests/public/test_mon_rdv.py",
    "tests/secteurs/test_cartes.py",
    "tests/secteurs/test_controles_pages.py",
    "tests/secteurs/test_couches.py",
    "tests/secteurs/test_couverture.py",
    "tests/secteurs/test_ecrire_regles.py",
    "tests/secteurs/test_echanges.py",
    "tests/secteurs/test_ensemble.py",
    "tests/secteurs/test_essai",
    "tests/secteurs/test_historique_pages.py",
    "tests/secteurs/test_offre_expliquee.py",
    "tests/secteurs/test_polygones.py",
    "tests/secteurs/test_publier.py",
    "tests/secteurs/test_regles.py",
    "tests/secteurs/test_secteurs.py",
    "tests/sectorisation/test_distant.py",
    "tests/sectorisation/test_sig.py",
    "tests/usages/",
)
# Marks of tests that take many seconds.
LONGUES = ("course", "donnees")
DB_FIXTURES = {"db", "transactional_db", "live_server", "serveur", "django_db_setup"}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On PostgreSQL, files shown once are not even read: a third of what a run imports."""
    if not ON_POSTGRES:
        return None
    path = collection_path.relative_to(RACINE).as_posix()
    return True if f"{path}/".startswith(D_UNE_BASE) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, that none is left alone at the end; on PostgreSQL run again only what
    depends on the database."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONGUES)))
    if not ON_POSTGRES:
        return
    kept, left = [], []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        depends = fixtures & DB_FIXTURES or item.get_closest_marker("django_db")
        once = item.get_closest_marker("une_fois") or item.nodeid.startswith(D_UNE_BASE)
        (kept if depends and not once else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands once everything is imported stays: collecting it again would cost 5 % of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Tests that share a server stay on one worker; every other test goes where there is room.

    `--dist loadgroup` would say it by marks, which xdist 3.8 no longer reads under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Repartition(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            if file.startswith("tests/course/"):
                # One crowd at a time: two would only queue for the same two cores.
                return "course"
            if "/test_course" in file:
                # Workers and brokers that die: mostly waiting, beside the crowd.
                return "envoi"
            if file in FENETRES:
                return "fenetres"
            return file if file.startswith(D_UN_BLOC) else nodeid

    return Repartition(config, log)


@functools.cache
def migrations_fingerprint() -> str:
    """Changes whenever the schema may: a hash of every migration file and of the lock."""
    digest = hashlib.sha256()
    for path in [*sorted(RACINE.glob("*/migrations/*.py")), RACINE / "requirements.txt"]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """A lock between the workers of one machine."""
    with open(settings.VAR_DIR / f"{name}.verrou", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _worker_name(base: str, worker_id: str) -> str:
    return f"{base}_{os.getpid()}_{worker_id}"


def _use(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def sqlite_template() -> Path:
    """A migrated file database; made again when a migration changes."""
    template = settings.VAR_DIR / f"modele-{migrations_fingerprint()}.sqlite3"
    with one_at_a_time("modele-sqlite"):
        if not template.exists():
            for old in settings.VAR_DIR.glob("modele-*.sqlite3*"):
                old.unlink()
            draft = template.with_suffix(".brouillon")
            draft.unlink(missing_ok=True)
            _use(str(draft))
            call_command("migrate", verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            draft.rename(template)
    return template


def postgres_template() -> str:
    """The same on PostgreSQL: the name of a database to copy. `_use` leads elsewhere afterwards."""
    template = f"parvis_modele_{migrations_fingerprint()}"
    with one_at_a_time("modele-postgres"):
        if not _execute(f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):
            draft = f"{template}_brouillon"
            _execute(f"DROP DATABASE IF EXISTS {draft}", f"CREATE DATABASE {draft}")
            _use(draft)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
            _execute(f"ALTER DATABASE {draft} RENAME TO {template}")
    return template


def _execute(*statements: str) -> list[tuple]:
    """Statements about databases, from the one that TEST_POSTGRES_URL names."""
    _use(os.environ["TEST_POSTGRES_URL"].rpartition("/")[2])
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def _sqlite_copy(worker_id: str) -> Iterator[None]:
    copy = settings.VAR_DIR / f"{_worker_name('test', worker_id)}.sqlite3"
    shutil.copyfile(sqlite_template(), copy)
    _use(str(copy))
    yield
    connections.close_all()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)


def _postgres_copy(worker_id: str) -> Iterator[None]:
    copy = f"parvis_{_worker_name('test', worker_id)}"
    template = postgres_template()
    with one_at_a_time("modele-postgres"):
        _execute(f"CREATE DATABASE {copy} TEMPLATE {template}")
    _use(copy)
    yield
    connections.close_all()
    _execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[None]:
    """Replaces pytest-django's: one migration for all workers, one copy each."""
    worker_id = getattr(request.config, "workerinput", {}).get("workerid", "seul")
    with django_db_blocker.unblock():
        yield from _postgres_copy(worker_id) if ON_POSTGRES else _sqlite_copy(worker_id)


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """No throttle counter or cached page crosses from one test to the next."""
    from django.core.cache import cache, caches

    from home import hotes

    cache.clear()
    caches["pages"].clear()
    hotes.forget()
    yield
