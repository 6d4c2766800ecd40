"""Someone whose role was taken back while a page was open: what they had typed is given back.

The same answer whatever page the address names, so that it tells nothing of any.
"""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from home.perms import edits_portail

FORMULAIRES = ("wagtailadmin_pages:edit", "wagtailadmin_pages:add")
_TITRES = {"title": "Titre", "chapo": "Chapô", "slug": "Adresse"}
# Counters, switches and identifiers: nobody typed them.
_MECANIQUE = re.compile(
    r"^(csrfmiddlewaretoken|next|comments-|action-)|-(count|deleted|order|type|id)$"
)


def give_back(request: HttpRequest) -> HttpResponse | None:
    """None when there is nothing to give back, or when this person still writes here."""
    if request.method != "POST" or request.resolver_match.view_name not in FORMULAIRES:
        return None
    if "title" not in request.POST or edits_portail(request.user, request.portail):
        return None
    context = {"saisie": list_typed(request.POST)}
    return render(request, "home/role_perdu.html", context, status=403)


def list_typed(data: QueryDict) -> list[tuple[str, str]]:
    """What a person wrote in a page's form, in its order: `(name of the field, text)`."""
    typed = [
        (_TITRES.get(name, "Texte"), _text(str(value)))
        for name, value in data.items()
        if not _MECANIQUE.search(name)
    ]
    return [(name, text) for name, text in typed if text]


def _text(value: str) -> str:
    """Rich text arrives as the editor's own JSON: its paragraphs."""
    if not value.startswith('{"blocks"'):
        return value.strip()
    try:
        blocks = json.loads(value)["blocks"]
        return "\n".join(str(block["text"]) for block in blocks).strip()
    except (ValueError, KeyError, TypeError):
        return value
