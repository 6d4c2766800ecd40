"""The round of the pages: from an address, follow every link of the host, one example a pattern."""

from __future__ import annotations

import posixpath
from collections import Counter, deque
from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve

from tests.navigateur.regard import Oeil, Regard

# Wagtail's catch-all: each of its addresses is a page of its own, but siblings below the first level
# (the sites, the news) are of one kind.
PAGES_REDIGEES = "wagtail_serve"
PAGES_AU_PLUS = 90
ESSAIS_PAR_MODELE = 2
# Names in a query that make another page; the others only change what it holds.
VARIANTES = {"service", "vue", "situation"}


def pattern_of(url: str) -> str:
    """What makes two addresses the same page with other content: the route, the names asked."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path
    route = match.route
    if match.view_name == PAGES_REDIGEES:
        parent = posixpath.dirname(parts.path.rstrip("/"))
        route = parts.path if parent in ("", "/") else f"{parent}/*"
    return f"{route}?{'&'.join(sorted(VARIANTES & parse_qs(parts.query).keys()))}"


class Ronde:
    """Looks at one page of each pattern under `dans`, except under `sauf`.

    `essais` more addresses of the same pattern are asked only for their status.
    """

    def __init__(
        self,
        oeil: Oeil,
        *,
        dans: str = "/",
        sauf: tuple[str, ...] = (),
        essais: int = ESSAIS_PAR_MODELE,
    ) -> None:
        self.oeil, self.dans, self.sauf, self.essais = oeil, dans, sauf, essais
        self.regards: list[Regard] = []
        self.statuts: dict[str, int] = {}
        self.origine: dict[str, str] = {}

    def walk(self, departs: list[str]) -> list[Regard]:
        host = urlsplit(departs[0]).netloc
        seen, waiting, spare = set(), deque(departs), Counter()
        while waiting and len(self.regards) < PAGES_AU_PLUS:
            url = waiting.popleft().split("#")[0]
            parts = urlsplit(url)
            if parts.netloc != host or url in self.statuts:
                continue
            if not parts.path.startswith(self.dans) or parts.path.startswith(self.sauf):
                continue
            pattern = pattern_of(url)
            if pattern in seen and url not in departs:
                if spare[pattern] < self.essais:
                    spare[pattern] += 1
                    answer = self.oeil.page.request.get(url, max_redirects=3)
                    self.statuts[url] = answer.status
                continue
            seen.add(pattern)
            regard = self.oeil.open(url)
            self.statuts[url] = regard.statut
            if not regard.html or pattern_of(regard.url) in seen - {pattern}:
                continue  # a file, or a redirect to a page already seen
            seen.add(pattern_of(regard.url))
            self.regards.append(regard)
            for link in regard.liens:
                self.origine.setdefault(link.split("#")[0], regard.ou)
            waiting.extend(regard.liens)
        return self.regards

    def broken(self) -> list[str]:
        return [
            f"{statut} {url} (lien de {self.origine.get(url, 'départ')})"
            for url, statut in self.statuts.items()
            if statut >= 400
        ]
