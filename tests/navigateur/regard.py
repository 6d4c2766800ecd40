"""One look at a page: everything its promises are checked on, gathered in a single visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Response
from playwright.sync_api import Error as ErreurNavigateur

from tests.conftest import RACINE

ECRANS = {"téléphone": 360, "bureau": 1280}
PLUS_ETROIT = 320
AXE = RACINE / "node_modules" / "axe-core" / "axe.min.js"
REGARD = Path(__file__).with_name("regard.js")


def give_eyes(page: Page) -> None:
    """Axe and `regard` in a page. By the debugger: the policy of the page stays as it is."""
    if not page.evaluate("'regard' in window"):
        for script in (AXE, REGARD):
            page.evaluate(script.read_text(encoding="utf-8"))


@dataclass
class Regard:
    """What was seen at one address. Lists are empty when all is well."""

    face: str
    url: str
    statut: int
    html: str
    titre: str = ""
    langue: str = ""
    h1: list[str] = field(default_factory=list)
    liens: list[str] = field(default_factory=list)
    perdus: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    ailleurs: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    deborde: list[str] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)
    petites: dict[str, list[str]] = field(default_factory=dict)
    cache: str = ""
    cookies: bool = False

    @property
    def chemin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def ou(self) -> str:
        """How failures name the page."""
        return f"{self.face} {self.chemin}"


class Oeil:
    """A tab that looks at one page after the other. `cible`: least size of a control, in px."""

    def __init__(self, contexte: BrowserContext, *, face: str, cible: int) -> None:
        self.face, self.cible = face, cible
        for script in (AXE, REGARD):
            contexte.add_init_script(path=script)
        self.page: Page = contexte.new_page()
        self.console: list[str] = []
        self.requetes: list[str] = []
        self.page.on("console", lambda said: self._listen(said.type, said.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self.requetes.append(request.url))

    def open(self, url: str) -> Regard:
        """Go there and look. A file to download is only named, with its status."""
        self._forget()
        try:
            response = self.page.goto(url)
        except ErreurNavigateur:
            answer = self.page.request.get(url)
            return Regard(self.face, url, answer.status, "")
        assert response, url
        return self.look(response)

    def press(self, selector: str) -> Response:
        """Press a button of the page shown; the answer is there to look at."""
        self._forget()
        with self.page.expect_navigation() as navigation:
            self.page.click(selector)
        return navigation.value

    def look(self, response: Response) -> Regard:
        headers = response.all_headers()
        if not headers.get("content-type", "").startswith("text/html"):
            return Regard(self.face, response.url, response.status, "")
        give_eyes(self.page)
        facts = self.page.evaluate("regard.page()")
        seen = Regard(
            face=self.face,
            statut=response.status,
            html=response.text(),
            cache=headers.get("cache-control", ""),
            cookies="set-cookie" in headers,
            **facts,
        )
        for rang, (ecran, largeur) in enumerate(ECRANS.items()):
            self.page.set_viewport_size({"width": largeur, "height": 800})
            seen.petites[ecran] = self.page.evaluate("size => regard.small(size)", self.cible)
            seen.axe[ecran] = self.page.evaluate("again => regard.axe(again)", rang > 0)
        self.page.set_viewport_size({"width": PLUS_ETROIT, "height": 800})
        seen.deborde = self.page.evaluate("regard.overflow()")
        own = urlsplit(response.url).netloc
        seen.ailleurs = [
            url
            for url in self.requetes
            if url.startswith(("http", "ws")) and urlsplit(url).netloc != own
        ]
        seen.console = self.console.copy()
        return seen

    def _listen(self, kind: str, text: str) -> None:
        # A page that is meant to be missing is told as such by the browser: no fault of ours.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.console.append(text)

    def _forget(self) -> None:
        self.console.clear()
        self.requetes.clear()
