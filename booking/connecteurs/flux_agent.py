"""/calendrier/<secret>.ics: an agent's Rdv for Outlook, a phone or vdirsyncer.

The address is the only key, and whatever reads it may be on anyone's server: titles are neutral
(see `ics.rdv_event`). Rdv begin one month ago; cancelled ones stay, marked as such, so that
calendars remove them.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from booking.connecteurs.ics import calendrier, rdv_event
from booking.models import Agent, Rdv
from booking.services.calendrier import agent_by_calendrier

DEPUIS = dt.timedelta(days=31)


@require_safe
def flux_agent(request: HttpRequest, secret: str) -> HttpResponse:
    """404 when the address is unknown, revoked, or of another territoire. At most five queries."""
    agent = agent_by_calendrier(territoire=request.territoire, secret=secret)
    if agent is None:
        raise Http404
    body = feed_of(agent, now=timezone.now())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def feed_of(agent: Agent, *, now: dt.datetime) -> bytes:
    """The calendar itself; the same Rdv give the same bytes."""
    rdvs = (
        Rdv.objects.for_agent(agent)
        .filter(fin__gte=now - DEPUIS)
        .select_related("territoire", "motif", "lieu")
        .order_by("debut", "pk")
    )
    return calendrier(
        [rdv_event(rdv, pour_agent=True) for rdv in rdvs], nom=f"Agenda, {agent.territoire.nom}"
    )
