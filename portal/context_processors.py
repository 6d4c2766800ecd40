"""The one variable booking's templates read about the site they stand in."""

from django.http import HttpRequest

from home.presentation import present_portail


def portail(request: HttpRequest) -> dict[str, object]:
    row = getattr(request, "portail", None)
    return {"portail": present_portail(row, request) if row else None}
