"""What the browser that has just booked is shown: everything, once, even of a discreet Rdv."""

from __future__ import annotations

from django.http import HttpRequest

from booking.models import Rdv

_CLE = "reserves"


def remember_booked(request: HttpRequest, rdv: Rdv) -> None:
    """This session has just booked this Rdv."""
    request.session[_CLE] = [*request.session.get(_CLE, []), str(rdv.uid)][-5:]


def has_booked(request: HttpRequest, rdv: Rdv) -> bool:
    """Was it booked here? A link opened elsewhere shows less of a discreet Rdv."""
    return str(rdv.uid) in request.session.get(_CLE, [])
