"""`python -m tests.demonstration`: start `make demo`, book through it over HTTP, see the message leave.

Used by `.ci/run` on a clean clone; says how long the start took. Nothing here knows the inside of
Parvis: it reads pages and fills forms as a person would.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

DELAI_PREMIER, DELAI_MESSAGE = 420, 60


class Visiteur:
    """A browser without scripts: one page at a time."""

    def __init__(self, racine: str) -> None:
        self.session = requests.Session()
        self.url = racine
        self.page: BeautifulSoup = BeautifulSoup("", "html.parser")

    def open(self, url: str) -> Visiteur:
        return self._show(self.session.get(urljoin(self.url, url), timeout=20))

    def follow(self, texte: str) -> Visiteur:
        """Follow the first link whose text holds `texte`."""
        for link in self.page.find("main").find_all("a", href=True):
            if texte in " ".join(link.get_text(" ").split()):
                return self.open(link["href"])
        raise AssertionError(f"pas de lien « {texte} » sur {self.url}")

    def send(self, **valeurs: str) -> Visiteur:
        """Send the first form that has all these fields, with these values and its own."""
        # The last form of a page is its main one: those before renew a hold or change a filter.
        for form in reversed(self.page.find("main").find_all("form")):
            names = {
                f.get("name") for f in form.find_all(["input", "select", "textarea", "button"])
            }
            if set(valeurs) <= names:
                return self._post(form, valeurs)
        raise AssertionError(f"pas de formulaire {sorted(valeurs)} sur {self.url}")

    def title(self) -> str:
        return " ".join(self.page.find("h1").get_text(" ").split())

    def _post(self, form: Tag, valeurs: dict[str, str]) -> Visiteur:
        data: dict[str, str] = {}
        for field in form.find_all(["input", "select", "textarea"]):
            name, kind = field.get("name"), field.get("type", "text")
            if not name or kind in {"submit", "button"}:
                continue
            if kind in {"radio", "checkbox"}:
                if field.has_attr("checked") or (kind == "radio" and name not in data):
                    data[name] = field.get("value", "on")
            else:
                data[name] = field.get("value", "")
        data.update(valeurs)
        url = urljoin(self.url, form.get("action") or self.url)
        send = self.session.post if form.get("method", "get") == "post" else self.session.get
        pair = {"data": data} if send == self.session.post else {"params": data}
        return self._show(send(url, headers={"Referer": self.url}, timeout=20, **pair))

    def _show(self, response: requests.Response) -> Visiteur:
        assert response.status_code == 200, f"{response.status_code} sur {response.url}"
        self.url, self.page = response.url, BeautifulSoup(response.text, "html.parser")
        return self


def book(racine: str, page: str) -> tuple[str, str]:
    """Book the first start of a service. Gives the sentence of the confirmation and its link."""
    person = Visiteur(racine).open(page)
    person.follow("Prendre rendez-vous")
    for _ in range(12):
        path = person.url.split("?")[0]
        if "/rdv/" in path:
            return person.title(), person.url
        _next_step(person)
    raise AssertionError(f"le parcours s’arrête à {person.url}")


def _next_step(person: Visiteur) -> None:
    main = person.page.find("main")
    names = {f.get("name") for f in main.find_all(["input", "button", "select"]) if f.get("name")}
    if "rendez-vous/" in person.url and "Étape 1" in main.get_text():
        person.open(main.find("a", href=re.compile(r"motif="))["href"])
    elif "adresse" in names:
        person.send(adresse="3 rue des Prés Orval")
    elif "prenom" in names:
        person.send(**{k: v for k, v in IDENTITE.items() if k in names})
    elif "creneau" in names:
        button = main.find("button", attrs={"name": "creneau"})
        person.send(creneau=button["value"])
    elif "Choisir ce lieu" in main.get_text():
        person.follow("Choisir ce lieu")
    else:
        person.send()


IDENTITE = {
    "prenom": "Claire",
    "nom": "Moreau",
    "proche_prenom": "Inès",
    "proche_nom": "Moreau",
    "naissance_jour": "14",
    "naissance_mois": "8",
    "naissance_annee": "2025",
    "proche_naissance_jour": "14",
    "proche_naissance_mois": "8",
    "proche_naissance_annee": "2025",
    "telephone": "06 39 98 12 45",
    "email": "claire.moreau@example.org",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    port = free_port()
    racine = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert demo.stdout
        for line in demo.stdout:
            sys.stdout.write(line)
            lines.append(line)
            if "Pour arrêter" in line:
                ready.set()
        ready.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        assert ready.wait(DELAI_PREMIER) and demo.poll() is None, "la démonstration n’a pas démarré"
        sys.stdout.write(f"Démarrée en {time.monotonic() - started:.0f} s\n")
        page = next(line.split()[-1] for line in lines if "Un service" in line)
        titre, lien = book(racine, page)
        sys.stdout.write(f"{titre} : {re.sub('/rdv/.*', '/rdv/…', lien)}\n")
        _wait_for_message(racine)
        assert requests.get(f"{racine}/healthz/jobs", timeout=10).status_code == 200
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(30)
    sys.stdout.write("1 passed, 0 failed\n")
    return 0


def _wait_for_message(racine: str) -> None:
    """The confirmation leaves by itself: the background process is the one that sends it."""
    limit = time.monotonic() + DELAI_MESSAGE
    pause = threading.Event()
    while time.monotonic() < limit:
        page = requests.get(f"{racine}/demonstration/messages/", timeout=10).text
        if "claire.moreau@example.org" in page:
            sys.stdout.write("Confirmation envoyée\n")
            return
        pause.wait(0.5)
    raise AssertionError("la confirmation n’est pas partie")


if __name__ == "__main__":
    sys.exit(main())
