"""A real worker killed by -9 in the middle of 500 sends, against a provider that keeps a ledger."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from kombu import Connection

from booking.models import EtatMessage, Message, Participation, Rdv, Usager
from booking.notifications import outbox
from booking.services.liens import set_link
from portal.superviseur import RACINE, celery_command
from tests.conftest import ON_POSTGRES
from tests.course.conftest import own_database
from tests.factories.booking import AgentFactory, LieuFactory, MotifFactory
from tests.notifications.fournisseur import Fournisseur

pytestmark = pytest.mark.course

NOMBRE = 500
MORT_APRES = 200  # calls received by the provider when the worker is killed
ACCEPTES_PUIS_503 = 10
FILS = 2  # threads of a worker: sends that one kill may cut
DELAI = 90


@dataclass(frozen=True)
class Courtier:
    url: str
    port: int = 0
    paquet: str = ""
    file: str = field(default_factory=lambda: f"essai-{uuid.uuid4().hex}")


COURTIERS = {
    "fichiers": Courtier("filesystem://"),
    "redis": Courtier("redis://127.0.0.1:6379/9", 6379, "redis-server"),
    "rabbitmq": Courtier("amqp://guest:guest@127.0.0.1:5672//", 5672, "rabbitmq-server"),
}


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def brokers_here() -> list[str]:
    """Files as the demonstration does, on SQLite; beside PostgreSQL, RabbitMQ, since another test
    has Redis itself die."""
    if ON_POSTGRES:
        return ["rabbitmq"]
    return ["fichiers"] if os.environ.get("TEST_POSTGRES_URL") else list(COURTIERS)


@pytest.fixture(params=brokers_here())
def courtier(request):
    found = COURTIERS[request.param]
    if found.port and not listens(found.port):
        pytest.skip(f"{found.paquet} ne répond pas sur 127.0.0.1:{found.port}")
    yield found
    if found.port:
        with Connection(found.url) as connection:
            connection.default_channel.queue_delete(found.file)


@pytest.fixture
def base(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database("envoi") as url:
        yield url


def last_noon(now: dt.datetime) -> dt.datetime:
    """The noon before: an SMS written then waited for no morning, and is due."""
    local = now.astimezone(ZoneInfo("Europe/Paris"))
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon < local else noon - dt.timedelta(days=1)


def write_sms_to_send(count: int) -> None:
    """`count` Rdv with one confirmation each, by SMS, due."""
    now = last_noon(timezone.now())
    motif = MotifFactory(rappels=[])
    lieu = LieuFactory(territoire=motif.territoire)
    agent = AgentFactory(territoire=motif.territoire)
    debut = now + dt.timedelta(days=30)
    usagers = Usager.objects.bulk_create(
        Usager(
            territoire=motif.territoire,
            prenom="Claire",
            telephone=f"+33639{rank:06d}",
            telephone_mobile=True,
        )
        for rank in range(count)
    )
    rdvs = [
        Rdv(
            territoire=motif.territoire,
            motif=motif,
            organisation=lieu.organisation,
            agent=agent,
            lieu=lieu,
            debut=debut,
            fin=debut + dt.timedelta(minutes=30),
            cree_le=now,
        )
        for _ in range(count)
    ]
    for rdv in rdvs:
        set_link(rdv)
    Rdv.objects.bulk_create(rdvs)
    participations = Participation.objects.bulk_create(
        Participation(rdv=rdv, usager=usager) for rdv, usager in zip(rdvs, usagers, strict=True)
    )
    with transaction.atomic():
        for participation in participations:
            outbox.plan_confirmation(rdv=participation.rdv, now=now, first=[participation])


class Travailleur:
    """A Celery worker with its beat, in a process group of its own."""

    def __init__(self, env: dict[str, str], journal) -> None:
        self.process = subprocess.Popen(
            celery_command(),
            cwd=RACINE,
            env=env,
            stdout=journal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def environment(base: str, courtier: Courtier, provider: Fournisseur, var) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PARVIS_CLE_SECRETE": settings.SECRET_KEY,
        "PARVIS_VAR": str(var),
        "DATABASE_URL": base,
        "CELERY_BROKER_URL": courtier.url,
        "CELERY_FILE": courtier.file,
        "PARVIS_BALAYAGE_SECONDES": "1",
        "PARVIS_BAIL_SECONDES": "2",
        "PARVIS_SMS": "http",
        "PARVIS_SMS_URL": provider.url,
        "PARVIS_SMS_JETON": "essai",
    }


def wait_until_all_left() -> None:
    pause, deadline = threading.Event(), timezone.now() + dt.timedelta(seconds=DELAI)
    while Message.objects.exclude(etat=EtatMessage.ENVOYE).exists() and timezone.now() < deadline:
        pause.wait(0.3)


def test_a_killed_worker_loses_nothing_and_repeats_only_under_the_same_key(
    base, courtier, tmp_path
):
    write_sms_to_send(NOMBRE)
    expected = set(Message.objects.values_list("cle", flat=True))
    assert len(expected) == NOMBRE
    close_old_connections()
    with Fournisseur(delay=0.004) as provider, (tmp_path / "worker.log").open("wb") as journal:
        provider.statuses = (["503-accepte"] + [200] * 19) * ACCEPTES_PUIS_503
        env = environment(base, courtier, provider, tmp_path)
        worker = Travailleur(env, journal)
        try:
            assert provider.wait_for(MORT_APRES, DELAI), (tmp_path / "worker.log").read_text()
            worker.kill()
            worker = Travailleur(env, journal)
            wait_until_all_left()
        finally:
            worker.kill()

    states = Counter(Message.objects.values_list("etat", flat=True))
    assert states == {EtatMessage.ENVOYE: NOMBRE}
    per_key = Counter(call.cle for call in provider.calls)
    assert set(per_key) == expected
    sent = {(call.cle, call.corps["to"], call.corps["text"]) for call in provider.calls}
    assert len(sent) == NOMBRE
    repeats = per_key.total() - NOMBRE
    assert ACCEPTES_PUIS_503 <= repeats <= ACCEPTES_PUIS_503 + FILS


class RedisDeCourse:
    """A Redis of our own, so that it may die."""

    def __init__(self, dossier) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.dossier = dossier

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--dir", str(self.dossier)]
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", *options], stdout=subprocess.DEVNULL
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.mark.une_fois
@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server n’est pas installé")
def test_a_broker_that_dies_empty_handed_only_delays(base, tmp_path):
    redis = RedisDeCourse(tmp_path)
    redis.start()
    courtier = Courtier(f"redis://127.0.0.1:{redis.port}/0")
    with Fournisseur() as provider, (tmp_path / "worker.log").open("wb") as journal:
        worker = Travailleur(environment(base, courtier, provider, tmp_path), journal)
        try:
            write_sms_to_send(5)
            assert provider.wait_for(5, DELAI), (tmp_path / "worker.log").read_text()
            redis.kill()
            write_sms_to_send(20)
            redis.start()
            wait_until_all_left()
        finally:
            worker.kill()
            redis.kill()
    assert Counter(call.cle for call in provider.calls).total() == 25
    assert set(Message.objects.values_list("etat", flat=True)) == {EtatMessage.ENVOYE}
