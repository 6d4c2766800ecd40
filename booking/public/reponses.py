"""Answers that pages share: headers of what is personal, and the page of too many tries."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def personnelle(view: View[P]) -> View[P]:
    """Never stored, never indexed, its address never told to another site.

    `same-origin` rather than `no-referrer`: the latter turns the Origin of our own forms into
    "null", which the CSRF check refuses.
    """

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapper


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The 429 page: wait a little, or call."""
    response = render(request, "public/trop_de_demandes.html", {"secondes": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
