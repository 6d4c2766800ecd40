"""A real gunicorn on the loopback, and a visitor who keeps one connection and their cookies."""

from __future__ import annotations

import html
import http.client
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.terrain import HOTE

PRET_EN = 60.0
SONDE = "/healthz"


@contextmanager
def gunicorn(journal: Path) -> Iterator[int]:
    """One process of four threads, of this process's settings and database. Gives its port."""
    port = _free_port()
    options = ["--bind", f"{HOTE}:{port}", "--threads", "4", "--keep-alive", "75"]
    options += ["--log-level", "warning"]
    with journal.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "portal.wsgi:application", *options],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(process, port, journal)
            yield port
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOTE, 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, journal: Path) -> None:
    deadline = time.monotonic() + PRET_EN
    while time.monotonic() < deadline:
        try:
            process.wait(0.1)
            break
        except subprocess.TimeoutExpired:
            if _answers(port):
                return
    raise RuntimeError(f"gunicorn does not answer:\n{journal.read_text()[-2000:]}")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOTE}:{port}{SONDE}", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Reponse:
    status: int
    location: str
    texte: str

    def values(self, nom: str) -> list[str]:
        return [html.unescape(v) for v in re.findall(rf'name="{nom}" value="([^"]*)"', self.texte)]


@dataclass
class Visiteur:
    """Follows no redirect by itself: each request is one measure."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(HOTE, self.port, timeout=30)

    def get(self, url: str, *, expected: int = 200) -> Reponse:
        return self._ask("GET", url, None, expected)

    def post(self, url: str, fields: Mapping[str, str], *, expected: int = 302) -> Reponse:
        return self._ask("POST", url, urlencode(fields), expected)

    def forget(self) -> None:
        """Become someone else, on the same connection."""
        self.cookies.clear()

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, url: str, body: str | None, expected: int) -> Reponse:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self._connection.request(method, target, body, headers)
        answer = self._connection.getresponse()
        texte = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != expected:
            raise RuntimeError(f"{method} {parts.path}: {answer.status}\n{texte[:500]}")
        return Reponse(answer.status, answer.headers.get("Location", ""), texte)
