"""A false SMS provider that keeps a ledger: what was lost or doubled is counted here, not by us."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Appel:
    cle: str
    jeton: str
    corps: dict[str, Any]


class Fournisseur:
    """An HTTP server on loopback. `statuses` are consumed one a call, then all is accepted:
    a number, `coupe` (the connection drops after the body), `lent` (answers too late) or
    `503-accepte` (accepted, then a 503)."""

    def __init__(self, delay: float = 0.0) -> None:
        self.calls: list[Appel] = []
        self.statuses: list[int | str] = []
        self.reached = threading.Condition()
        self.closing = threading.Event()
        self.delay = delay
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/sms"

    def __enter__(self) -> Fournisseur:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, calls: int, seconds: float) -> bool:
        """Wait until that many calls were made, in all."""
        with self.reached:
            return self.reached.wait_for(lambda: len(self.calls) >= calls, seconds)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        ledger = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Silent."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                ledger.closing.wait(ledger.delay)
                with ledger.reached:
                    ledger.calls.append(
                        Appel(
                            self.headers.get("Idempotency-Key", ""),
                            self.headers.get("Authorization", ""),
                            body,
                        )
                    )
                    rank = len(ledger.calls)
                    status = ledger.statuses.pop(0) if ledger.statuses else 200
                    ledger.reached.notify_all()
                if status == "coupe":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if status == "lent":
                    ledger.closing.wait(2)
                    return
                self._answer(503 if status == "503-accepte" else int(status), rank)

            def _answer(self, status: int, rank: int) -> None:
                payload = json.dumps({"id": f"recu-{rank}"}).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", ledger.url)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

        return Handler
