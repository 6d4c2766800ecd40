"""My diary in my phone or Outlook: the page that gives the private address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from booking.agents.contexte import agent_of
from booking.services.calendrier import renew_calendrier, revoke_calendrier


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def adresse(request: HttpRequest) -> HttpResponse:
    """The address is shown in the answer that makes it, and never again.

    The form names the address it replaces, so that reloading that answer does not revoke the
    address just copied.
    """
    agent = agent_of(request)
    context: dict[str, object] = {}
    if request.method == "POST" and request.POST.get("remplace", "") == _mark(agent):
        if request.POST.get("action") == "revoquer":
            revoke_calendrier(agent=agent)
            context["revoquee"] = True
        else:
            secret = renew_calendrier(agent=agent)
            context["adresse"] = request.build_absolute_uri(reverse("flux_agent", args=[secret]))
    context |= {"active": bool(agent.calendrier_empreinte), "remplace": _mark(agent)}
    return render(request, "agents/calendrier.html", context)


def _mark(agent) -> str:
    return agent.calendrier_empreinte[:12]
