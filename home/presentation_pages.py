"""Cards of pages: what a rubrique, a list of news and a service page say of other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from wagtail.models import Page

if TYPE_CHECKING:
    from home.models import PageActualite, PageRubrique

ICONES = {"pageservice": "calendrier", "pagelieu": "repere"}


@dataclass(frozen=True, slots=True)
class Carte:
    """See the component `cartes`."""

    titre: str
    url: str
    texte: str
    icone: str


def present_children(page: PageRubrique, *, request: Any) -> list[Carte]:
    """Its published children, in the order of the tree: title and description."""
    children = page.get_children().live().public().specific()
    return [card_of(child, request=request) for child in children]


def card_of(page: Page, *, request: Any) -> Carte:
    texte = page.search_description or getattr(page, "chapo", "")
    icone = ICONES.get(page.cached_content_type.model, "info")
    return Carte(titre=page.title, url=page.get_url(request) or "", texte=texte, icone=icone)


def present_news(item: PageActualite, *, request: Any) -> dict[str, Any]:
    """A news item as the component `actualites` draws it; its picture is decorative there."""
    image: SafeString | str = ""
    if item.image and item.image.territoire_id == request.territoire.pk:
        try:
            image = item.image.get_rendition("fill-480x270").img_tag({"alt": ""})
        except OSError:
            # The file went missing: the drawing takes its place.
            image = ""
    return {
        "titre": item.title,
        "url": item.get_url(request) or "",
        "date": item.date,
        "texte": item.chapo,
        "image": image,
    }
