"""Windows of chromium on the journey's own world, served by real processes.

Whatever a page says to the console, and any request to another host, fails the test at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.conftest import ON_POSTGRES
from tests.course.conftest import own_database, running_server
from tests.navigateur.regard import give_eyes
from tests.parcours.monde import Monde, build

ATTENTE_MS = 15_000
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Servi:
    """The world, and where it is served."""

    racine: str
    monde: Monde


@pytest.fixture(scope="package")
def servi(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker,
) -> Iterator[Servi]:
    if ON_POSTGRES:
        pytest.skip("les pages sont regardées une fois, sur SQLite")
    var = tmp_path_factory.mktemp("fenetres")
    with django_db_blocker.unblock(), own_database("fenetres") as url:
        with override_settings(PARVIS_DONNEES_DIR=var):
            monde = build(dossier=var, now=timezone.now(), hote="127.0.0.1")
        settings = {"DJANGO_SETTINGS_MODULE": "tests.navigateur.reglages_parcours"}
        with running_server(url, var, **settings) as racine:
            yield Servi(racine, monde)


def new_context(chrome: Browser, **options: object) -> BrowserContext:
    """A visitor of France, without memory."""
    return chrome.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)


@dataclass
class Ecran:
    """A page of the browser, and all it complained about."""

    page: Page
    racine: str
    plaintes: list[str] = field(default_factory=list)

    def go(self, chemin: str) -> None:
        self.page.goto(self.racine + chemin)


@pytest.fixture
def ecran(servi: Servi, chrome: Browser) -> Iterator[Callable[..., Ecran]]:
    """Open a window of a given width, with or without scripts; nothing may be said against us."""
    contexts, screens = [], []

    def open_window(largeur: int, *, scripts: bool = True, hauteur: int = 900) -> Ecran:
        context = new_context(
            chrome,
            viewport={"width": largeur, "height": hauteur},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(ATTENTE_MS)
        screen = Ecran(page, servi.racine)
        page.on("console", lambda message: _listen(screen, message))
        page.on("pageerror", lambda error: screen.plaintes.append(f"script : {error}"))
        page.on("request", lambda request: _watch(screen, request))
        screens.append(screen)
        return screen

    yield open_window
    for context in contexts:
        context.close()
    for screen in screens:
        assert screen.plaintes == []


def _listen(screen: Ecran, message: ConsoleMessage) -> None:
    # A page answered 404, 409 or 422 on purpose is told to the console as a failed load.
    if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
        screen.plaintes.append(message.text)


def _watch(screen: Ecran, request: Request) -> None:
    if not request.url.startswith((screen.racine, "data:")):
        screen.plaintes.append(f"autre hôte : {request.url}")


def axe_findings(page: Page, *, again: bool = False) -> list[str]:
    """What axe says of the page; with `again`, of what this width shows that the last did not."""
    give_eyes(page)
    return page.evaluate("again => regard.axe(again)", again)


def overflow(page: Page) -> int:
    """Pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
