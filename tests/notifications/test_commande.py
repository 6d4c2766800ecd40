"""`manage.py envoyer_messages`, and the doorbell."""

import datetime as dt
import threading
import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from booking.notifications import envoi, outbox, sonnette, taches
from portal.celery import app
from tests.factories.booking import RdvFactory


@pytest.fixture
def now():
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def rdv(db, now):
    return RdvFactory(debut=now + dt.timedelta(days=20))


@pytest.fixture
def bell(monkeypatch):
    rings = []
    monkeypatch.setattr(outbox, "ring", lambda: rings.append(1))
    monkeypatch.setattr(sonnette, "_silent_until", 0.0)
    return rings


def test_the_command_sends_and_counts(rdv, now, capsys, settings, tmp_path, bell):
    settings.PARVIS_MESSAGES_DIR = tmp_path
    outbox.plan_confirmation(rdv=rdv, now=now)
    rdv.messages.filter(canal="sms").delete()
    call_command("envoyer_messages")
    assert capsys.readouterr().out == "Envoyé : 1\n"
    call_command("envoyer_messages")
    assert capsys.readouterr().out == "Aucun message à envoyer.\n"


def test_the_bell_rings_once_the_transaction_is_committed(
    rdv, now, bell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        outbox.plan_confirmation(rdv=rdv, now=now)
        assert not bell
    assert len(callbacks) == len(bell) == 1


def test_nothing_due_now_rings_no_bell(rdv, bell, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.plan_cancellation(rdv=rdv, now=now, tell=False)
    assert not callbacks


def test_a_broker_that_does_not_answer_breaks_nothing_and_is_left_alone(monkeypatch, caplog):
    monkeypatch.setattr(sonnette, "_silent_until", 0.0)
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    app.pool.force_close_all()
    start = time.monotonic()
    sonnette.ring()
    for thread in threading.enumerate():
        if thread.name == "sonnette":
            thread.join(20)
    assert "courtier injoignable" in caplog.text
    assert sonnette._silent_until > start
    monkeypatch.setattr(sonnette, "_call", lambda: pytest.fail("le courtier est rappelé"))
    sonnette.ring()


@pytest.mark.parametrize("complet, rings", [(True, 0), (False, 1)])
def test_a_sweep_that_left_some_asks_for_another(monkeypatch, complet, rings):
    called = []
    monkeypatch.setattr(envoi, "send_due", lambda: envoi.Bilan(complet=complet))
    monkeypatch.setattr(sonnette, "ring", lambda: called.append(1))
    taches.envoyer_dus()
    assert len(called) == rings
