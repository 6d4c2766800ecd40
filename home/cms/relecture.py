"""The remarks of `home.relecture`, at the top of a page's form."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import Panel
from wagtail.models import Page

from home.relecture import Remarque, review

logger = logging.getLogger(__name__)


class PanneauRelecture(Panel):
    """Reads the last draft as it would be published. Not shown when there is nothing to say."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/cms/relecture.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.remarques = remarks_of(self.instance, self.request)

        def is_shown(self) -> bool:
            return bool(self.remarques)


def remarks_of(page: Page, request: HttpRequest | None) -> list[Remarque]:
    """None for a page never saved."""
    if page.pk is None or request is None:
        return []
    try:
        response = page.make_preview_request(request)
        html = response.content.decode()
    except Exception:
        # A page that cannot be shown must still be mended: its form opens.
        logger.exception("relecture impossible")
        return []
    if response.status_code != 200:
        return []
    return review(html, description=page.search_description)
