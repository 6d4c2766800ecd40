"""The demonstration's parent process, for real."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
import requests

from portal.superviseur import RACINE, refusal
from tests.course.conftest import own_database

DELAI = 90


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def supervise(port, *options, **env):
    return subprocess.Popen(
        [sys.executable, "-m", "portal.superviseur", "--port", str(port), *options],
        cwd=RACINE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.demo"} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_port_taken_is_said_in_one_french_sentence(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = supervise(port)
        out, err = process.communicate(timeout=DELAI)
    assert process.returncode == 1
    assert not out
    (line,) = err.splitlines()
    assert line.startswith(f"Le port {port} est déjà pris")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_the_demonstration_listens_on_loopback_only(host, port):
    assert refusal(hote=host, port=port, demonstration=True).startswith("La démonstration n’écoute")


def test_a_free_port_on_loopback_is_accepted(port):
    assert refusal(hote="127.0.0.1", port=port, demonstration=True) == ""


def test_an_address_of_another_machine_is_refused_in_words(port):
    assert refusal(hote="192.0.2.1", port=port, demonstration=False).startswith("Impossible")


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as handle:
        return [int(child) for child in handle.read().split()]


def command_of(pid):
    with open(f"/proc/{pid}/cmdline") as handle:
        return handle.read().replace("\0", " ")


def celery_of(supervisor):
    return next((c for c in children_of(supervisor.pid) if " celery " in command_of(c)), None)


def alive(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def eventually(condition):
    """The first true answer of `condition` before the deadline, else its last one."""
    pause, deadline = threading.Event(), time.monotonic() + DELAI
    while not (answer := condition()) and time.monotonic() < deadline:
        pause.wait(0.2)
    return answer


@pytest.fixture
def base(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database("superviseur") as url:
        yield url


@pytest.fixture
def supervisor(base, port, tmp_path):
    process = supervise(port, DATABASE_URL=base, PARVIS_VAR=str(tmp_path))
    yield process
    if process.poll() is None:
        process.terminate()
        process.communicate(timeout=DELAI)


@pytest.mark.course
@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="lit /proc (Linux)")
def test_it_serves_revives_celery_and_leaves_nothing_behind(supervisor, port):
    def ready():
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
        return False

    assert eventually(ready)
    first = eventually(lambda: celery_of(supervisor))
    os.kill(first, signal.SIGKILL)
    second = eventually(lambda: (pid := celery_of(supervisor)) != first and pid)
    assert second
    family = children_of(supervisor.pid)
    assert len(family) == 2

    supervisor.send_signal(signal.SIGINT)
    out, err = supervisor.communicate(timeout=DELAI)
    assert supervisor.returncode == 0, err
    assert f"Le portail répond : http://127.0.0.1:{port}/" in out
    assert "L’envoi des messages a repris." in out
    assert out.endswith("Tout est arrêté.\n")
    assert not [pid for pid in family if alive(pid)]
