"""Reading pages, kept for everyone (design, decision 20).

A page is kept only when it is the same for all: asked without session, answered without cookie.
The key holds the portail's publication number, so that publishing forgets everything at once; a
process learns of a publication made by another within two seconds.

Kept pages are answered before anything else is done, at the speed of a file (docs/performances.md):
from the memory of the process, with every header they left with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from home import frequentation
from home.hotes import Publication, publication_of

# With the half minute an availability is kept (home.disponibilites): one minute at most.
DUREE_SECONDES = 30
TAILLE_MAX = 512 * 1024

pages = caches["pages"]

GetResponse = Callable[[HttpRequest], HttpResponse]


def lecture(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answer depends on the address and the portail only."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        mark_shared(response)
        return response

    return wrapper


def mark_shared(response: HttpResponse) -> None:
    """This answer may be kept, if nothing personal is found on it."""
    response.parvis_lecture = True


class Gardee(NamedTuple):
    """A page as it left."""

    corps: bytes
    entetes: dict[str, str]


class LectureMiddleware:
    """Answers a reading page from memory, or keeps the one just made.

    Among the first of the list: what is kept has passed through every middleware below.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        publication = publication_of(request) if _may_be_kept(request) else None
        key = _key(request, publication) if publication else ""
        kept: Gardee | None = pages.get(key) if key else None
        response = _answer(request, kept) if kept else self._make(request, key)
        if publication and response.status_code in (200, 304) and (kept or _is_reading(response)):
            frequentation.note(request, portail=publication.portail)
        return response

    def _make(self, request: HttpRequest, key: str) -> HttpResponse:
        response = self.get_response(request)
        if _is_reading(response) and response.status_code == 200:
            # A browser asks again each time: only our own cache is emptied by a publication.
            response.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
            if key and _same_for_all(request, response):
                response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
                pages.set(key, Gardee(response.content, dict(response.items())), DUREE_SECONDES)
        return response


def _answer(request: HttpRequest, kept: Gardee) -> HttpResponse:
    """The page, or nothing but its headers for a browser that has this very one."""
    same = request.META.get("HTTP_IF_NONE_MATCH") == kept.entetes["ETag"]
    response = HttpResponseNotModified() if same else HttpResponse(kept.corps)
    for name, value in kept.entetes.items():
        if not (same and name.lower() in ("content-type", "content-length")):
            response[name] = value
    return response


def _key(request: HttpRequest, publication: Publication) -> str:
    address = hashlib.sha256(f"{request.get_host()}{request.path}".encode()).hexdigest()
    return f"{publication.portail}.{publication.numero}.{address}"


def _is_reading(response: HttpResponse) -> bool:
    return getattr(response, "parvis_lecture", False)


def _may_be_kept(request: HttpRequest) -> bool:
    """The address alone decides the answer; it says the language too."""
    return (
        request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_dummy", False)  # a preview in /cms/
    )


def _same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """No cookie set, no form token drawn, and of a reasonable size."""
    return (
        request.method == "GET"
        and not response.cookies
        and not response.streaming
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and len(response.content) <= TAILLE_MAX
    )
