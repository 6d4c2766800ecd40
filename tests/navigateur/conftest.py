"""Chromium, and the demonstration it looks at.

`vitrine` is served once a session, `servi` (tests/navigateur/fenetre.py) once for all the files of
this folder. `chrome` lives no longer than a module: while it runs, its event loop forbids the ORM
to every other test of the same process.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ON_POSTGRES
from tests.manques import CHROMIUM
from tests.navigateur.fenetre import OPTIONS, ecran, servi
from tests.navigateur.serveur import Vitrine, serve_demonstration

__all__ = ["ecran", "servi"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/navigateur/" in item.nodeid:
            item.add_marker(pytest.mark.navigateur)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason="chromium n’est pas installé"))


@pytest.fixture(scope="session")
def vitrine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vitrine]:
    """The demonstration on a real server; its own copy of SQLite, whatever the suite's database."""
    if ON_POSTGRES:
        pytest.skip("les pages sont regardées une fois, sur SQLite")
    with serve_demonstration(tmp_path_factory.mktemp("vitrine")) as served:
        yield served


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One browser a module; open contexts on it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        yield browser
        browser.close()
