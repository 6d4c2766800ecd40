"""Where an announcement will show, in words, before it is made."""

from __future__ import annotations

from django.urls import reverse
from wagtail.models import Page

from booking.models import PlageOuverture
from home.annonces import Touche
from home.liens import page_url
from home.models import PageLieu, PageService, Portail

Lien = tuple[str, str]


def where_it_shows(touche: Touche, *, alerte: bool, nature: str, portail: Portail) -> list[Lien]:
    """`(what, address)`; an empty address for pages that have none of their own."""
    root = portail.site.root_page
    state = ("État des services", reverse("etat_des_services"))
    if alerte and touche.page:
        number = Page.objects.descendant_of(touche.page, inclusive=True).live().count()
        suite = f", et {number - 1} page(s) en dessous" if number > 1 else ""
        return [(f"{touche.page.title}{suite}", page_url(touche.page, portail=portail)), state]
    if alerte and touche.lieu:
        return [*_own_pages(touche, portail), ("Lieux et horaires", reverse("lieux")), state]
    if alerte:
        return [("En haut de toutes les pages du portail et du parcours", "/"), state]
    pages = PageService.objects.descendant_of(root).live()
    pages = pages.filter(service__territoire=portail.territoire)
    if touche.service:
        pages = pages.filter(service=touche.service)
    else:
        served = PlageOuverture.objects.filter(lieu=touche.lieu).values("motifs__service")
        pages = pages.filter(service__in=served)
    shown: list[Lien] = [(page.title, page_url(page, portail=portail)) for page in pages]
    shown += _own_pages(touche, portail)
    if touche.lieu:
        shown.append(("Lieux et horaires", f"{reverse('lieux')}#{touche.lieu.slug}"))
    else:
        shown.append(("Accueil, sur la carte du service", "/"))
    parcours = "Prise de rendez-vous, confirmation et « Mon rendez-vous », pour ces jours-là"
    return [*shown, (parcours, ""), state]


def _own_pages(touche: Touche, portail: Portail) -> list[Lien]:
    """The page of the site, if it has one."""
    if touche.lieu is None:
        return []
    pages = PageLieu.objects.descendant_of(portail.site.root_page).live().filter(lieu=touche.lieu)
    return [(page.title, page_url(page, portail=portail)) for page in pages]
