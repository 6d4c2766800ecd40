"""A visitor with a cookie jar and no JavaScript: reads pages, fills in forms, sends them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeVar
from urllib.parse import urljoin

import requests

T = TypeVar("T")
ATTENTE = 60


@dataclass
class Formulaire:
    """A form of a page: where it goes, what it holds, the buttons that send it."""

    action: str
    champs: dict[str, str] = field(default_factory=dict)
    boutons: list[tuple[str, str]] = field(default_factory=list)


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.formulaires: list[Formulaire] = []
        self._ouvert: Formulaire | None = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            posts = (a.get("method") or "get").lower() == "post"
            self._ouvert = Formulaire(a.get("action") or "") if posts else None
            if self._ouvert:
                self.formulaires.append(self._ouvert)
        elif self._ouvert and a.get("name"):
            name, value = a["name"], a.get("value") or ""
            if tag == "button":
                self._ouvert.boutons.append((name, value))
            elif tag == "input" and a.get("type") in {"checkbox", "radio"}:
                if "checked" in a:
                    self._ouvert.champs[name] = value
            elif tag in {"input", "textarea"}:
                self._ouvert.champs[name] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self._ouvert = None


def forms_of(page: requests.Response) -> list[Formulaire]:
    reader = _Lecteur()
    reader.feed(page.text)
    return reader.formulaires


class Visiteur:
    """One person, with their cookies."""

    def __init__(self, racine: str, nom: str = "Moreau") -> None:
        self.racine = racine
        self.nom = nom
        self.session = requests.Session()
        self.session.trust_env = False
        # A connection kept open may be closed by the server just as the race begins.
        self.session.headers["Connection"] = "close"

    def get(self, chemin: str) -> requests.Response:
        return self.session.get(urljoin(self.racine, chemin), timeout=ATTENTE)

    def send(
        self,
        page: requests.Response,
        formulaire: Formulaire,
        *,
        follow: bool = False,
        **champs: str,
    ) -> requests.Response:
        """Send a form of `page` with these fields filled in."""
        return self.session.post(
            urljoin(page.url, formulaire.action),
            data=formulaire.champs | champs,
            allow_redirects=follow,
            timeout=ATTENTE,
        )

    def fill_coordonnees(self, page: requests.Response) -> requests.Response:
        """Step 5 as `page` shows it, then the page of step 6."""
        form = next(f for f in forms_of(page) if "prenom" in f.champs)
        answer = self.send(
            page, form, follow=True, prenom="Claire", nom=self.nom, telephone="06 39 98 12 45"
        )
        assert answer.status_code == 200, answer.status_code
        assert "/verification/" in answer.url, answer.url
        return answer

    def confirm(self, page: requests.Response) -> requests.Response:
        """The last button of the journey; redirects are not followed."""
        form = next(f for f in forms_of(page) if "/verification/" in (f.action or page.url))
        return self.send(page, form)


def starts_of(page: requests.Response) -> list[tuple[Formulaire, str]]:
    """The starts a page of step 4 offers, with the form that sends each."""
    return [
        (form, value)
        for form in forms_of(page)
        for name, value in form.boutons
        if name == "creneau"
    ]


def alternatives_of(page: requests.Response) -> list[Formulaire]:
    """The starts that a 409 page proposes instead."""
    return [form for form in forms_of(page) if form.champs.get("creneau")]


def together(actions: Iterable[Callable[[], T]]) -> list[T]:
    """Run them all at once: everybody waits for the last one to be ready."""
    actions = list(actions)
    ready = threading.Barrier(len(actions), timeout=ATTENTE)

    def run(action: Callable[[], T]) -> T:
        ready.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def in_parallel(actions: Iterable[Callable[[], T]]) -> list[T]:
    """The same without the start line: to prepare a crowd faster."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda action: action(), actions))
