"""The one variable booking's templates read about the site they stand in."""

from django.http import HttpRequest
from django.utils import timezone

from home.presentation import present_portail
from portal.langues import languages_of


def portail(request: HttpRequest) -> dict[str, object]:
    row = getattr(request, "portail", None)
    if row is None:
        return {"portail": None}
    # One page renders many templates.
    if not hasattr(request, "_portail_presente"):
        request._portail_presente = present_portail(row, request, now=timezone.now())
    return {"portail": request._portail_presente, "langues": languages_of(request)}
