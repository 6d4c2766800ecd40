"""Links of a portail that lead nowhere, found on its pages as visitors see them.

Only links within the portail are followed: nothing is asked of another host.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from wagtail.models import Page

from home.models import DocumentPortail, Portail

logger = logging.getLogger(__name__)

PAGE_ABSENTE = "Cette page n’existe plus, ou n’est pas publiée."
FICHIER_ABSENT = "Ce fichier n’existe plus."
SANS_ADRESSE = "Ce lien a perdu sa page."
PAGES_REDIGEES = "wagtail_serve"


@dataclass(frozen=True, slots=True)
class LienCasse:
    """`page` holds the link; `texte` is what it reads; `raison`, in French, why it is broken."""

    page: Page
    href: str
    texte: str
    raison: str


def broken_links(portail: Portail) -> list[LienCasse]:
    """In the order of the tree. Each address is looked at once."""
    known: dict[str, str] = {}
    found = []
    pages = Page.objects.descendant_of(portail.site.root_page, inclusive=True).live()
    for page in pages.order_by("path").specific():
        for href, texte in _links(page):
            if href not in known:
                known[href] = _why_broken(href, portail)
            if known[href]:
                found.append(LienCasse(page, href, texte, known[href]))
    return found


def _links(page: Page) -> Iterator[tuple[str, str]]:
    """(address, text) of each link of the page's own content."""
    try:
        response = page.make_preview_request()
        html = response.content.decode()
    except Exception:
        logger.exception("page illisible : %s", page.pk)
        return
    soup = BeautifulSoup(html, "html.parser")
    for link in (soup.main or soup).find_all("a"):
        yield str(link.get("href", "")), " ".join(link.get_text(" ").split())


def _why_broken(href: str, portail: Portail) -> str:
    """Empty when all is well, or when the link leads outside."""
    parts = urlsplit(href)
    if not href:
        return SANS_ADRESSE
    if parts.scheme not in ("", "http", "https") or not parts.path:
        return ""
    if parts.netloc and parts.hostname != portail.site.hostname:
        return ""
    path = unquote(parts.path)
    try:
        match = resolve(path)
    except Resolver404:
        return PAGE_ABSENTE
    if match.view_name == "document":
        mine = DocumentPortail.objects.filter(territoire=portail.territoire_id)
        return "" if mine.filter(uid=match.kwargs["uid"]).exists() else FICHIER_ABSENT
    if match.view_name != PAGES_REDIGEES:
        return ""
    try:
        root = portail.site.root_page.specific
        root.route(_request(path, portail), [piece for piece in path.split("/") if piece])
    except Http404:
        return PAGE_ABSENTE
    return ""


def _request(path: str, portail: Portail) -> HttpRequest:
    request: HttpRequest = RequestFactory().get(path, headers={"host": portail.site.hostname})
    request.portail, request.territoire = portail, portail.territoire
    return request
