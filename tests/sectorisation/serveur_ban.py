"""A stand-in for the remote geocoder: a real HTTP server that misbehaves on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PANNES = ("lent", "429", "503", "html", "vide", "absurde", "liste")
LILAS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [2.012, 44.01]},
            "properties": {
                "label": "12 Rue des Lilas 99100 Valbrune", "score": 0.97, "housenumber": "12",
                "id": "99001_0001_00012", "name": "12 Rue des Lilas", "postcode": "99100",
                "citycode": "99001", "city": "Valbrune", "street": "Rue des Lilas",
                "type": "housenumber",
            },
        }
    ],
}  # fmt: skip


class Serveur(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Reponse)
        self.mode = "bon"
        self.appels = []
        self.libere = threading.Event()


class Reponse(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.appels.append(parse_qs(urlsplit(self.path).query))
        mode = self.server.mode
        if mode == "lent":
            self.server.libere.wait(5)
        code = {"429": 429, "503": 503}.get(mode, 200)
        corps = {
            "html": b"<html><body>Maintenance</body></html>",
            "vide": json.dumps({"type": "FeatureCollection", "features": []}).encode(),
            "absurde": json.dumps({"features": [{"properties": {"type": "x"}}]}).encode(),
            "liste": b"[1, 2, 3]",
            "loin": json.dumps(LILAS).replace("[2.012, 44.01]", "[5.7, 45.2]").encode(),
        }.get(mode, json.dumps(LILAS).encode())
        try:
            self.send_response(code)
            if mode == "429":
                self.send_header("Retry-After", "5")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(corps)
        except OSError:
            pass

    def log_message(self, *args):
        pass


@contextmanager
def serve_ban() -> Iterator[Serveur]:
    """`mode` is what it does: "bon", "loin" or one of PANNES; `appels` what it was asked."""
    serveur = Serveur()
    fil = threading.Thread(target=serveur.serve_forever, args=(0.01,), daemon=True)
    fil.start()
    try:
        yield serveur
    finally:
        serveur.libere.set()
        serveur.shutdown()
        serveur.server_close()
        fil.join()
