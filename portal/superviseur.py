"""The demonstration in one process tree: the web server and one Celery process, as children.

    python -m portal.superviseur --port 8000

Their output goes to files under var/journal/; this process says, in a few sentences, what runs.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.error import URLError

BOUCLE_LOCALE = "127.0.0.1"
DEMONSTRATION = "portal.settings.demo"
RACINE = Path(__file__).resolve().parent.parent
PRET_EN = 60.0  # seconds left to the web server to answer
ARRET_EN = 15.0  # seconds left to a child to finish what it is doing
RELANCES = (1.0, 2.0, 5.0, 15.0, 30.0)
STABLE = 60.0  # a child that lived this long is restarted at once


@dataclass(slots=True)
class Enfant:
    """One child process, with its own session so that signals reach it once, from here."""

    nom: str
    commande: Sequence[str]
    journal: Path
    process: subprocess.Popen[bytes] | None = None
    ne: float = 0.0
    chutes: int = 0
    relance: float = 0.0
    sortie: IO[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        self.sortie = self.journal.open("ab")
        self.process = subprocess.Popen(
            self.commande,
            cwd=RACINE,
            stdout=self.sortie,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.ne = time.monotonic()

    @property
    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def bury(self) -> None:
        """Close its log and end what it may have left behind, such as a beat without worker."""
        if self.process:
            self._signal_group(signal.SIGKILL)
        if self.sortie:
            self.sortie.close()
        self.process = self.sortie = None

    def stop(self, deadline: float) -> None:
        """Ask to finish, then insist once `deadline` (monotonic) has passed."""
        if self.process and not self.dead:
            self.process.terminate()
            try:
                self.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.bury()

    def _signal_group(self, number: int) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def last_words(self, lines: int = 15) -> str:
        text = self.journal.read_text(errors="replace") if self.journal.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


class Superviseur:
    """Starts the children, keeps Celery alive, and stops them all on the first signal."""

    def __init__(
        self,
        *,
        hote: str,
        port: int,
        dire: Callable[[str], None],
        accueil: Callable[[], str] | None = None,
    ) -> None:
        journaux = Path(os.environ.get("PARVIS_VAR") or RACINE / "var") / "journal"
        self.url = f"http://{hote}:{port}/"
        self.dire = dire
        self.accueil = accueil or (lambda: f"Le portail répond : {self.url}  (Ctrl+C pour arrêter)")
        self.fin = threading.Event()
        self.web = Enfant("web", web_command(hote, port), journaux / "web.log")
        self.messages = Enfant("messages", celery_command(), journaux / "messages.log")

    def run(self) -> int:
        """Serve until a signal; 0 then, 1 when the web server cannot stay up."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.fin.set())
        self.dire("      Démarrage…")
        self.web.start()
        self.messages.start()
        try:
            if not self._wait_until_ready():
                return 0 if self.fin.is_set() else self._web_is_down()
            self.dire(self.accueil())
            while not self.fin.wait(0.5):
                if self.web.dead:
                    return self._web_is_down()
                self._keep_messages_alive()
            return 0
        finally:
            self.dire("Arrêt…")
            deadline = time.monotonic() + ARRET_EN
            for enfant in (self.web, self.messages):
                enfant.stop(deadline)
            self.dire("Tout est arrêté.")

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + PRET_EN
        while time.monotonic() < deadline and not self.web.dead:
            if answers(f"{self.url}healthz"):
                return True
            if self.fin.wait(0.3):
                return False
        return False

    def _web_is_down(self) -> int:
        self.dire(f"Le serveur s’est arrêté. Ses derniers mots ({self.web.journal}) :")
        self.dire(self.web.last_words())
        return 1

    def _keep_messages_alive(self) -> None:
        enfant, now = self.messages, time.monotonic()
        if enfant.process and enfant.dead:
            enfant.chutes = 0 if now - enfant.ne > STABLE else enfant.chutes + 1
            wait = RELANCES[min(enfant.chutes, len(RELANCES)) - 1] if enfant.chutes else 0.0
            enfant.bury()
            enfant.relance = now + wait
            self.dire(f"L’envoi des messages s’est arrêté : relance dans {wait:.0f} s.")
        elif enfant.process is None and now >= enfant.relance:
            enfant.start()
            self.dire("L’envoi des messages a repris.")


def web_command(hote: str, port: int) -> list[str]:
    """gunicorn, two processes of four threads."""
    options = ["--bind", f"{hote}:{port}", "--workers", "2", "--threads", "4"]
    # Loaded once, then forked: half the work of starting.
    options += ["--preload", "--graceful-timeout", "5", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "portal.wsgi:application", *options]


def celery_command() -> list[str]:
    """One Celery process: a worker of two threads, with its beat."""
    options = ["--beat", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [sys.executable, "-m", "celery", "-A", "portal", "worker", *options]


def answers(url: str) -> bool:
    """Does this address answer 200?"""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def refusal(*, hote: str, port: int, demonstration: bool) -> str:
    """Why it may not start, in one sentence; empty when it may."""
    if demonstration and hote != BOUCLE_LOCALE:
        return (
            f"La démonstration n’écoute que sur {BOUCLE_LOCALE} : "
            "ses mots de passe sont connus de tous."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((hote, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return (
                    f"Le port {port} est déjà pris par un autre programme : "
                    f"arrêtez-le, ou choisissez un autre port (make demo PORT={port + 1})."
                )
            return f"Impossible d’écouter sur {hote}:{port} ({error.strerror})."
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m portal.superviseur", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--hote", default=BOUCLE_LOCALE)
    options = parser.parse_args(arguments)
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMONSTRATION)
    why = refusal(hote=options.hote, port=options.port, demonstration=module == DEMONSTRATION)
    if why:
        sys.stderr.write(f"{why}\n")
        return 1

    def say(sentence: str) -> None:
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()

    return Superviseur(hote=options.hote, port=options.port, dire=say).run()


if __name__ == "__main__":
    sys.exit(main())
