"""Addresses already taken by screens of ours: no page may stand behind them."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

# Promised in the contracts but served elsewhere, or to come (design, part 5).
TOUJOURS = frozenset({"static", "media", "metrics", "statistiques", "calendrier", "healthz"})


@cache
def reserved_roots() -> frozenset[str]:
    """First segments of every address of the URLconf, languages and Wagtail's own catch-all aside."""
    roots = set(TOUJOURS) | {code for code, _name in settings.LANGUAGES}
    _collect(get_resolver().url_patterns, roots)
    return frozenset(roots)


def _collect(patterns: list[URLPattern | URLResolver], roots: set[str]) -> None:
    for entry in patterns:
        if getattr(getattr(entry, "urlconf_module", None), "__name__", "") == "wagtail.urls":
            continue
        if isinstance(entry, URLResolver) and (
            isinstance(entry.pattern, LocalePrefixPattern) or str(entry.pattern) == ""
        ):
            _collect(entry.url_patterns, roots)
            continue
        # What stands before the first slash, when it is plain words.
        found = re.match(r"\^?([a-z0-9-]+)(?:[/.]|$)", str(entry.pattern))
        if found:
            roots.add(found[1])
