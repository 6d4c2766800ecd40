"""Pages of the portail that no editor writes: search, sites, map of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home import frequentation
from home.cache import lecture
from home.fil import trail_to
from home.lieux import present_lieux
from home.presentation import theme_css, theme_fingerprint
from home.recherche import LONGUEUR_QUESTION, search, words_of
from home.theme_brouillon import read_draft
from home.vocabulaire import note_vain

UN_AN = 31_536_000


@require_safe
def theme(request: HttpRequest, empreinte: str) -> HttpResponse:
    """Custom properties computed from one brand colour; the address changes with the colour."""
    if (draft := read_draft(empreinte)) is not None:
        response = HttpResponse(draft, content_type="text/css; charset=utf-8")
        response["Cache-Control"] = "private, no-store"
        return response
    response = HttpResponse(theme_css(request.portail), content_type="text/css; charset=utf-8")
    # An old address still dresses a page kept somewhere, without freezing the new colours in it.
    current = empreinte == theme_fingerprint(request.portail)
    response["Cache-Control"] = f"public, max-age={UN_AN}, immutable" if current else "no-cache"
    return response


@require_safe
def recherche(request: HttpRequest) -> HttpResponse:
    """Never kept: the question is in the address, and stays out of titles and logs."""
    question = request.GET.get("q", "")[:LONGUEUR_QUESTION].strip()
    if question:
        frequentation.note(request, portail=request.portail.pk)
    found = search(portail=request.portail, question=question) if question else []
    if question and not found:
        words = words_of(question)
        note_vain(request.portail, words, question=question, now=timezone.now())
    context = {"fil": trail_to(_("Recherche")), "question": question, "resultats": found}
    response = render(request, "home/recherche.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@lecture
def lieux(request: HttpRequest) -> HttpResponse:
    """Every site that receives, by commune; `?commune=` keeps one commune or postcode."""
    commune = request.GET.get("commune", "")[:80].strip()
    liste, total = present_lieux(
        portail=request.portail,
        now=timezone.now(),
        commune=commune,
    )
    context = {
        "fil": trail_to(_("Lieux et horaires")),
        "lieux": liste,
        "total": total,
        "commune": commune,
    }
    return render(request, "home/lieux.html", context)


@require_safe
@lecture
def plan_du_site(request: HttpRequest) -> HttpResponse:
    """Every published page, in the order of the tree."""
    root = request.portail.site.root_page
    pages = Page.objects.descendant_of(root).live().public().order_by("path")
    context = {
        "fil": trail_to(_("Plan du site")),
        "pages": [
            {"titre": page.title, "url": page.get_url(request), "niveau": page.depth - root.depth}
            for page in pages
        ],
    }
    return render(request, "home/plan_du_site.html", context)
