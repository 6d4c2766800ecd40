"""A hand on a page: everything it does is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

# Card, Moran and Newell's keystroke-level model, in seconds: what a hand that knows its way needs.
TOUCHE, POINTER, PENSER = 0.28, 1.3, 1.35


@dataclass
class Compte:
    """One task. `machine` is what pages took to answer, in seconds."""

    nom: str
    clics: int = 0
    champs: int = 0
    touches: int = 0
    machine: float = 0

    @property
    def main(self) -> float:
        """Seconds of a practised hand, by the keystroke-level model, machine excluded."""
        gestes = self.clics + self.champs
        return self.touches * TOUCHE + gestes * (POINTER + PENSER)


@dataclass
class Main:
    """Clicks and types in `page`; `captures` None takes no picture."""

    page: Page
    captures: Path | None = None
    comptes: list[Compte] = field(default_factory=list)

    @contextmanager
    def task(self, nom: str) -> Iterator[None]:
        self.comptes.append(Compte(nom))
        started = time.perf_counter()
        yield
        self.comptes[-1].machine = time.perf_counter() - started

    def click(self, cible: Locator | str) -> None:
        """A link or a button, by what is written on it."""
        self.comptes[-1].clics += 1
        self._find(cible).click()

    def follow(self, cible: Locator | str) -> None:
        """The same, when it leads to another page."""
        with self.page.expect_navigation():
            self.click(cible)

    def fill(self, etiquette: Locator | str, texte: str) -> None:
        self.comptes[-1].champs += 1
        self.comptes[-1].touches += len(texte)
        where = self.page.get_by_label(etiquette) if isinstance(etiquette, str) else etiquette
        where.first.fill(texte)

    def pick(self, etiquette: str, choix: str) -> None:
        """A line of a drop-down list."""
        self.comptes[-1].champs += 1
        self.page.get_by_label(etiquette).first.select_option(label=choix)

    def tick(self, etiquette: str) -> None:
        """A radio button or a box, by its label."""
        self.comptes[-1].clics += 1
        self.page.get_by_label(etiquette).first.check()

    def look(self, nom: str) -> None:
        """Keep a picture of the window as it is."""
        if self.captures:
            path = self.captures / f"{nom}.png"
            self.page.screenshot(path=path, animations="disabled")
            # A screen has few colours: a quarter of the weight, for the same reading.
            Image.open(path).quantize(64).save(path, optimize=True)

    def _find(self, cible: Locator | str) -> Locator:
        if not isinstance(cible, str):
            return cible.first
        found = self.page.get_by_role("link", name=cible).or_(
            self.page.get_by_role("button", name=cible)
        )
        return found.first
