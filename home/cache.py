"""Reading pages, kept for everyone (design, decision 20).

A page is kept only when it is the same for all: asked without session, answered without cookie.
The key holds the portail's publication number, so that publishing forgets everything at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from home.courant import territoire_courant

# With the half minute an availability is kept (home.disponibilites): one minute at most.
DUREE_SECONDES = 30
TAILLE_MAX = 512 * 1024

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


class LectureMiddleware:
    """Answers a reading page from the cache, or keeps the one just made.

    Last of the list, so that a kept page passes through every other middleware: host, headers,
    logs. It also says which territoire is being answered to the few who get no request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = territoire_courant.set(getattr(request, "territoire", None))
        try:
            return self._answer(request)
        finally:
            territoire_courant.reset(token)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        kept = cache.get(key) if key else None
        if kept:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response.render()
        if getattr(response, "parvis_lecture", False) and response.status_code == 200:
            # A browser asks again each time: only our own cache is emptied by a publication.
            response.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
            if key and _same_for_all(request, response):
                headers = {
                    name: response[name]
                    for name in ("Content-Type", "Content-Language", "Cache-Control")
                    if name in response
                }
                cache.set(key, (response.content, headers), DUREE_SECONDES)
        return response


def _key(request: HttpRequest) -> str:
    """Empty when this request must not be answered from the cache."""
    portail = getattr(request, "portail", None)
    if (
        portail is None
        or request.method not in ("GET", "HEAD")
        or request.META.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or getattr(request, "is_dummy", False)  # a preview in /cms/
    ):
        return ""
    address = hashlib.sha256(f"{request.get_host()}{request.path}".encode()).hexdigest()
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    return f"page:{portail.pk}:{portail.publication}:{language}:{address}"


def _same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """No cookie set, no form token drawn, and of a reasonable size."""
    return (
        request.method == "GET"
        and not response.cookies
        and not response.streaming
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and len(response.content) <= TAILLE_MAX
    )
