"""Which portail a host shows, and at which publication: asked by every request."""

from __future__ import annotations

import time
from typing import Final

from django.http import HttpRequest

# A process that did not publish itself keeps the former pages no longer than this.
DUREE_SECONDES: Final = 2.0

# Only hosts that exist are remembered: requests cannot make it grow.
_connues: dict[str, tuple[float, str]] = {}


def publication_of(request: HttpRequest) -> str:
    """A word that changes with each publication of the portail asked for; empty for none.

    When the portail had to be read, it is left on the request, as `portail`.
    """
    from home.models import Portail

    now, host = time.monotonic(), request.get_host()
    kept = _connues.get(host)
    if kept and now - kept[0] < DUREE_SECONDES:
        return kept[1]
    portail = Portail.objects.for_host(host)
    if portail is None:
        _connues.pop(host, None)
        return ""
    request.portail = portail
    word = f"{portail.pk}.{portail.publication}"
    _connues[host] = (now, word)
    return word


def forget() -> None:
    """Something was published here: read again."""
    _connues.clear()
