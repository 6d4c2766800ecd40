"""Which portail a host shows, and at which publication: asked by every request."""

from __future__ import annotations

import time
from typing import Final, NamedTuple

from django.http import HttpRequest

# A process that did not publish itself keeps the former pages no longer than this.
DUREE_SECONDES: Final = 2.0


class Publication(NamedTuple):
    """A portail, and how many times it has published."""

    portail: int
    numero: int


# Only hosts that exist are remembered: requests cannot make it grow.
_connues: dict[str, tuple[float, Publication]] = {}


def publication_of(request: HttpRequest) -> Publication | None:
    """The portail asked for, as it is now; None for none.

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
        return None
    request.portail = portail
    found = Publication(portail.pk, portail.publication)
    _connues[host] = (now, found)
    return found


def forget() -> None:
    """Something was published here: read again."""
    _connues.clear()
