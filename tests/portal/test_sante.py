"""Probes tell an orchestrator the truth."""

import datetime as dt

import pytest
from django.db import DatabaseError
from django.utils import timezone

from booking.models import Message
from tests.factories.booking import RdvFactory


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/healthz/jobs"])
def test_probes_answer_on_any_host(client, db, path):
    assert client.get(path, headers={"host": "10.0.0.7"}).status_code == 200


def test_readyz_is_503_without_the_database(client, db, monkeypatch):
    from portal import health

    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["causes"] == ["base"]


def message(du):
    rdv = RdvFactory()
    return Message.objects.create(
        territoire=rdv.territoire, rdv=rdv, usager=rdv.participations.get().usager,
        cle=f"cle-{du}", genre="rappel", canal="sms", du=du, expire=du + dt.timedelta(days=1),
    )  # fmt: skip


def test_jobs_is_503_when_a_message_waits_too_long(client, db):
    message(timezone.now() - dt.timedelta(minutes=16))
    response = client.get("/healthz/jobs")
    assert response.status_code == 503
    assert response.json()["plus_ancien_du_secondes"] >= 16 * 60


def test_jobs_ignores_what_is_not_due_yet(client, db):
    message(timezone.now() + dt.timedelta(hours=1))
    assert client.get("/healthz/jobs").status_code == 200
