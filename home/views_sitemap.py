"""Addresses for machines: the map of one portail's pages, and the feed of its news."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.arbre import path_under
from home.cache import lecture
from home.models import PageActualite, PageActualites, PageDeclarationAccessibilite

ESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ECRANS = ("lieux", "accessibilite", "mentions_legales", "donnees_personnelles", "plan_du_site")
NOUVELLES_FLUX = 20


@require_safe
@lecture
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Published, public pages of the portail of the host, and the screens no editor writes."""
    accueil = request.portail.site.root_page
    racine = request.territoire.url_publique.rstrip("/")
    declarations = PageDeclarationAccessibilite.objects.descendant_of(accueil)
    pages = (
        Page.objects.descendant_of(accueil, inclusive=True)
        .live()
        .public()
        .exclude(pk__in=declarations.values("pk"))
        .order_by("path")
        .values_list("url_path", "last_published_at")
    )
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", {"xmlns": ESPACE})
    rows = [(path_under(accueil, url_path), changed) for url_path, changed in pages]
    for path, changed in [*rows, *((reverse(name), None) for name in ECRANS)]:
        xml.startElement("url", {})
        xml.addQuickElement("loc", f"{racine}{path}")
        if changed:
            xml.addQuickElement("lastmod", changed.date().isoformat())
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response


@require_safe
@lecture
def actualites_rss(request: HttpRequest) -> HttpResponse:
    """The newest items; 404 on a portail without a published list of news."""
    return _Flux()(request)


class _Flux(Feed):
    """Dates are those of the items, at midnight on the clock of the territoire."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest) -> PageActualites:
        self.racine = request.territoire.url_publique.rstrip("/")
        self.zone = request.territoire.zone
        self.accueil = request.portail.site.root_page
        self.nom = request.portail.nom
        found = PageActualites.objects.child_of(self.accueil).live().first()
        if found is None:
            raise Http404
        return found

    def title(self, liste: PageActualites) -> str:
        return f"{liste.title} - {self.nom}"

    def link(self, liste: PageActualites) -> str:
        return f"{self.racine}{path_under(self.accueil, liste.url_path)}"

    def description(self, liste: PageActualites) -> str:
        return liste.chapo or liste.search_description or liste.title

    def items(self, liste: PageActualites) -> Any:
        return liste.news()[:NOUVELLES_FLUX]

    def item_title(self, item: PageActualite) -> str:
        return item.title

    def item_description(self, item: PageActualite) -> str:
        return item.chapo

    def item_link(self, item: PageActualite) -> str:
        return f"{self.racine}{path_under(self.accueil, item.url_path)}"

    def item_pubdate(self, item: PageActualite) -> dt.datetime:
        return dt.datetime.combine(item.date, dt.time(), tzinfo=self.zone)
