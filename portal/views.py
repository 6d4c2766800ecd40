"""Error pages that belong to no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form too old, or cookies refused: say what to do, in French."""
    return render(request, "403_formulaire.html", status=403)
