"""What the demonstration sent, shown in place of phones and mailboxes."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from booking.notifications.demo import list_sent, list_waiting


@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    """Messages of this host's territoire; 404 outside the demonstration."""
    if not settings.PARVIS_DEMO:
        raise Http404
    return render(
        request,
        "demonstration/messages.html",
        {
            "chemin": [("Accueil", "/"), ("Messages envoyés", None)],
            "envoyes": list_sent(territoire=request.territoire),
            "attendus": list_waiting(territoire=request.territoire),
        },
    )
