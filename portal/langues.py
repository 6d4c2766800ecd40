"""The address says the language: /rendez-vous/ is French, /en/rendez-vous/ English.

Never a cookie, never the browser's own list: a page is the same for everyone who asks for it, which
lets it be kept, sent to someone or written on a poster (design, decisions 6 and 20).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]
# What is translated, by URL namespace; every other page is written in French by its editors.
TRADUIT = "public"


class Langue(NamedTuple):
    """A link of the header. `meme`: the very same page, and not the door of the journey."""

    code: str
    nom: str
    url: str
    meme: bool
    courante: bool


class LangueMiddleware:
    """Speak the language of the address, and say which one it was.

    Django's own would answer `Vary: Accept-Language`, and let no cache keep a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def languages_of(request: HttpRequest) -> list[Langue]:
    """The languages offered on this page, in their own words; none when French is alone."""
    if len(settings.LANGUAGES) < 2:
        return []
    match = request.resolver_match
    same = match is not None and match.namespace == TRADUIT
    spoken = translation.get_language()
    bare = request.get_full_path()
    if same and spoken != settings.LANGUAGE_CODE:
        bare = bare.removeprefix(f"/{spoken}")
    links = []
    for code, nom in settings.LANGUAGES:
        french = code == settings.LANGUAGE_CODE
        if same:
            url = bare if french else f"/{code}{bare}"
        elif french:
            url = request.path if spoken == code else "/"
        else:
            url = door(code)
        links.append(Langue(code, nom, url, same, code == spoken))
    return links


def door(code: str) -> str:
    """Where what this language translates begins."""
    with translation.override(code):
        return reverse("public:motif")


def journey_in(request: HttpRequest, code: str) -> HttpResponse:
    """/en/ alone."""
    return redirect(door(code))
