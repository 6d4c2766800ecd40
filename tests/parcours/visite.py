"""Someone at their browser, without scripts: reads pages, follows links, sends forms."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from booking.models import Lieu, Motif
from tests.parcours.monde import Monde

ENFANT = {
    "proche_prenom": "Inès",
    "proche_nom": "Moreau",
    "proche_naissance_jour": "14",
    "proche_naissance_mois": "8",
    "proche_naissance_annee": "2024",
}
PARENT = {"prenom": "Claire", "nom": "Moreau", "telephone": "06 39 98 12 45"}


@dataclass
class Page:
    """What came back. `url` is where the browser is, after redirects."""

    url: str
    status: int
    texte: str
    entetes: dict[str, str]

    @property
    def titre(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.texte, re.S)
        return html.unescape(found.group(1)).strip() if found else ""

    @property
    def h1(self) -> str:
        found = re.findall(r"<h1[^>]*>(.*?)</h1>", self.texte, re.S)
        assert len(found) == 1, f"{len(found)} h1 : {self.url}"
        return html.unescape(re.sub(r"<[^>]+>", "", found[0])).replace("\xa0", " ").strip()

    @property
    def lisible(self) -> str:
        """The text of the page, tags and no-break spaces gone."""
        bare = re.sub(r"<(head|script)\b.*?</\1>|<[^>]+>", " ", self.texte, flags=re.S)
        return re.sub(r"\s+", " ", html.unescape(bare)).strip()

    def links(self, debut: str) -> list[str]:
        found = re.findall(r'href="([^"]+)"', self.texte)
        return [html.unescape(url) for url in found if html.unescape(url).startswith(debut)]

    def values(self, nom: str) -> list[str]:
        return [html.unescape(v) for v in re.findall(rf'name="{nom}" value="([^"]*)"', self.texte)]

    def actions(self) -> list[str]:
        return [html.unescape(a) for a in re.findall(r'<form[^>]* action="([^"]+)"', self.texte)]

    def ids(self) -> set[str]:
        return set(re.findall(r'\bid="([^"]+)"', self.texte))

    @property
    def erreurs(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of the summary at the top."""
        block = re.search(r"pv-resume.*?</ol>", self.texte, re.S)
        lines = re.findall(r"<li>(.*?)</li>", block.group(0), re.S) if block else []
        anchors = [re.search(r'href="#([^"]+)"', line) for line in lines]
        words = [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]
        return [(a.group(1) if a else "", w) for a, w in zip(anchors, words, strict=True)]


@dataclass
class Visite:
    """One visitor. Keeps every address and title met, for the tests that search them."""

    monde: Monde
    client: Client = field(default_factory=Client)
    adresses: list[str] = field(default_factory=list)
    titres: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def get(self, url: str, *, follow: bool = True) -> Page:
        return self._read(self.client.get(url, headers=self._headers), url, follow=follow)

    def post(self, url: str, donnees: dict | None = None, *, follow: bool = True) -> Page:
        response = self.client.post(url, donnees or {}, headers=self._headers)
        return self._read(response, url, follow=follow)

    @property
    def _headers(self) -> dict[str, str]:
        return {"host": self.monde.hote}

    def _read(self, response, url: str, *, follow: bool) -> Page:
        self.adresses.append(url)
        while follow and response.status_code in (301, 302, 303):
            url = response["Location"]
            self.adresses.append(url)
            if urlsplit(url).path == "/":
                break
            response = self.client.get(url, headers=self._headers)
        body = response.content.decode() if response["Content-Type"].startswith("text/") else ""
        page = Page(url, response.status_code, body, dict(response.headers))
        self.titres.append(page.titre)
        self.pages.append(page)
        return page

    # --- the steps --------------------------------------------------------------------------------

    def step(self, etape: str, motif: Motif, **query: str) -> str:
        from urllib.parse import urlencode

        return f"{reverse(f'public:{etape}')}?{urlencode({'motif': str(motif.uid), **query})}"

    def search(self, motif: Motif, texte: str) -> Page:
        """Step 2, as far as the matches."""
        return self.post(self.step("adresse", motif), {"adresse": texte})

    def pick(self, page: Page, rang: int = 0) -> Page:
        """Choose one of the matches."""
        return self.post(page.url, {"geste": "choisir", "choix": page.values("choix")[rang]})

    def open_week(self, motif: Motif, lieu: Lieu, **query: str) -> Page:
        return self.get(self.step("creneau", motif, lieu=str(lieu.uid), sans="adresse", **query))

    def hold(self, motif: Motif, lieu: Lieu, rang: int = 0) -> Page:
        """Step 4: choose a start; lands on step 5."""
        week = self.open_week(motif, lieu)
        return self.post(week.url, {"creneau": week.values("creneau")[rang]})

    def fill(self, page: Page, **donnees: str) -> Page:
        """Step 5; lands on step 6 when nothing is wrong."""
        base = PARENT | (ENFANT if "proche_prenom" in page.texte else {})
        return self.post(page.url, base | donnees)

    def book(self, motif: Motif, lieu: Lieu, rang: int = 0, **donnees: str) -> Page:
        """From the week to the appointment's page."""
        check = self.fill(self.hold(motif, lieu, rang), **donnees)
        assert "/verification/" in check.url, check.erreurs
        return self.post(check.url, {"accord": "on"})
