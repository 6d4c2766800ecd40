"""Breadcrumb of the pages that no editor writes: they all stand right under the home page."""

from __future__ import annotations

from django.utils.translation import gettext as _


def trail_to(titre: str) -> list[tuple[str, str | None]]:
    return [(_("Accueil"), "/"), (titre, None)]
