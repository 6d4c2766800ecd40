"""What a block may show: only what belongs to the portail that shows it, and still exists.

Keys stored in a body may have been copied from another portail, or name what was deleted since:
each object passes through here on its way to a template, and a block left with nothing shows
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page
from wagtail.whitelist import check_url

from home.arbre import path_under
from home.courant import territoire_courant
from sectorisation.models import Territoire

Contexte = Mapping[str, Any] | None


def territoire_of(contexte: Contexte) -> Territoire | None:
    """The territoire of the host that shows the block; None outside of a request."""
    return getattr((contexte or {}).get("request"), "territoire", None) or territoire_courant.get()


def own(row: Any, contexte: Contexte) -> Any:
    """This image, document or site when it is of the territoire that shows it; else None."""
    territoire = territoire_of(contexte)
    if row is None or territoire is None or row.territoire_id != territoire.pk:
        return None
    return row


def own_page_url(page: Page | None, contexte: Contexte) -> str:
    """The address of a published page of this portail; "" for any other."""
    portail = getattr((contexte or {}).get("request"), "portail", None)
    if page is None or portail is None or not page.live:
        return ""
    accueil = portail.site.root_page
    return path_under(accueil, page.url_path) if page.path.startswith(accueil.path) else ""


def web_url(url: str | None) -> str:
    """An https or http address, or ""; forms refuse the rest, a copied body may hold it."""
    url = (url or "").strip()
    safe = url.lower().startswith(("https://", "http://")) and check_url(url)
    return url if safe else ""
