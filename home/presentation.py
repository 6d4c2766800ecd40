"""What templates show of a portail: one plain object, read as `portail` everywhere."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from booking.langues import as_data
from booking.public.page import home_url
from home.alertes import Alertes, alerts_for
from home.arbre import PROFONDEUR_ACCUEIL, path_under
from home.liens import journey_url
from home.models import ImagePortail, PageDeclarationAccessibilite, PageService, Portail
from home.models.declaration import NON
from home.theme import compute_palette, render_css

DUREE_SECONDES = 60
# Beyond these, a header wraps and a footer tires: the rest is in the site map.
ENTREES_MENU = 5
SERVICES_PIED = 6

Lien = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PortailPresente:
    """See docs/composants.md; every face of the site reads this and nothing of home."""

    nom: str
    sur_nom: str
    theme_url: str
    logo_url: str = ""
    icone_url: str = ""
    telephone: str = ""
    horaires_telephone: str = ""
    email: str = ""
    adresse: str = ""
    accueil_url: str = "/"
    mon_rdv_url: str = ""
    menu: list[tuple[str, str, bool]] = field(default_factory=list)
    pied: list[dict[str, Any]] = field(default_factory=list)
    legal: list[Lien] = field(default_factory=list)
    accessibilite: str = NON
    credits: list[str] = field(default_factory=list)
    alertes: Alertes = field(default_factory=lambda: Alertes([]))


def present_portail(portail: Portail, request: HttpRequest, *, now: dt.datetime) -> PortailPresente:
    """One cache read a request; two queries a minute, and at each publication."""
    key = f"portail:{portail.pk}:{portail.publication}:{get_language()}"
    presented: PortailPresente | None = cache.get(key)
    if presented is None:
        presented = _build(portail)
        cache.set(key, presented, DUREE_SECONDES)
    path = request.path
    return replace(
        presented,
        menu=[(titre, url, _is_current(url, path)) for titre, url, _courant in presented.menu],
        # Those are for people who come: the agents' pages show none, and ask for none.
        alertes=Alertes([])
        if path.startswith("/agents/")
        else alerts_for(portail=portail, path=path, now=now),
    )


def present_draft(portail: Portail, *, theme_url: str) -> PortailPresente:
    """A portail not saved yet, as its editor will see it; kept nowhere."""
    return replace(_build(portail), theme_url=theme_url)


def theme_css(portail: Portail) -> str:
    """The stylesheet of this brand; an unreadable action colour falls back on the brand's own."""
    return _css(portail.couleur, portail.couleur_action)


def theme_fingerprint(portail: Portail) -> str:
    """Part of the stylesheet's address: it changes with the colours and with our computation."""
    return hashlib.sha256(theme_css(portail).encode()).hexdigest()[:12]


@lru_cache(maxsize=256)
def _css(couleur: str, action: str) -> str:
    try:
        return render_css(compute_palette(couleur, action or None))
    except ValueError:
        return render_css(compute_palette(couleur))


def _build(portail: Portail) -> PortailPresente:
    territoire = portail.territoire
    pages = _framing_pages(portail)
    return PortailPresente(
        nom=portail.nom,
        sur_nom=territoire.sur_nom,
        theme_url=reverse("theme", args=[theme_fingerprint(portail)]),
        logo_url=_image_url(portail, portail.logo, "max-320x104"),
        icone_url=_image_url(portail, portail.icone, "fill-64x64|format-png"),
        telephone=portail.telephone,
        horaires_telephone=portail.horaires_telephone,
        email=portail.email,
        adresse=portail.adresse,
        accueil_url=home_url(),
        mon_rdv_url=reverse("public:acces_rdv"),
        menu=_menu(pages),
        pied=_pied(portail, pages),
        legal=[
            (_("Plan du site"), reverse("plan_du_site")),
            (_("Mentions légales"), reverse("mentions_legales")),
            (_("Données personnelles"), reverse("donnees_personnelles")),
        ],
        accessibilite=_accessibilite(pages),
        credits=list(territoire.credits),
    )


def declaration_of(portail: Portail) -> PageDeclarationAccessibilite | None:
    """The published declaration of this portail, when someone wrote it."""
    pages = PageDeclarationAccessibilite.objects.child_of(portail.site.root_page)
    return pages.live().first()


def _image_url(portail: Portail, image: ImagePortail | None, size: str) -> str:
    if image is None or image.territoire_id != portail.territoire_id:
        return ""
    try:
        return str(image.get_rendition(size).url)
    except OSError:
        # The file went missing: ours takes its place.
        return ""


def _framing_pages(portail: Portail) -> list[Page]:
    """Published pages that the header or the footer reads, in one query."""
    kinds = ContentType.objects.get_for_models(PageDeclarationAccessibilite, PageService).values()
    return list(
        Page.objects.descendant_of(portail.site.root_page)
        .live()
        .filter(Q(depth=PROFONDEUR_ACCUEIL + 1, show_in_menus=True) | Q(content_type__in=kinds))
        .select_related("pagedeclarationaccessibilite", "pageservice__service")
        .order_by("path")
    )


def _accessibilite(pages: Sequence[Page]) -> str:
    """The words of the footer; a site without a declaration counts as not conforming."""
    found = (getattr(page, "pagedeclarationaccessibilite", None) for page in pages)
    return next((declaration.etat for declaration in found if declaration), NON)


def _menu(pages: Sequence[Page]) -> list[tuple[str, str, bool]]:
    """Booking and places first, then the pages of the first level that ask for it."""
    asked = [p for p in pages if p.show_in_menus and p.depth == PROFONDEUR_ACCUEIL + 1]
    return [
        (_("Prendre rendez-vous"), journey_url(), False),
        (_("Lieux et horaires"), reverse("lieux"), False),
        *((as_data(page.title), f"/{page.slug}/", False) for page in asked[: ENTREES_MENU - 2]),
    ]


def _services(portail: Portail, pages: Sequence[Page]) -> list[Lien]:
    """The services of the territoire that have a page, in the order it chose."""
    found = [
        (service.ordre, service.nom, path_under(portail.site.root_page, page.url_path))
        for page in pages
        if (service := getattr(getattr(page, "pageservice", None), "service", None))
        and service.actif
        and service.territoire_id == portail.territoire_id
    ]
    return [(as_data(nom), url) for _ordre, nom, url in sorted(found)[:SERVICES_PIED]]


def _pied(portail: Portail, pages: Sequence[Page]) -> list[dict[str, Any]]:
    services = _services(portail, pages)
    columns = [
        {"titre": _("Prendre rendez-vous"), "liens": services},
        {
            "titre": _("Nous trouver"),
            "liens": [
                (_("Lieux et horaires"), reverse("lieux")),
                (_("État des services"), reverse("etat_des_services")),
                (_("Rechercher"), reverse("recherche")),
            ],
        },
        {
            "titre": _("Ce portail"),
            "liens": [
                (_("Mon rendez-vous"), reverse("public:acces_rdv")),
                (_("Statistiques"), reverse("statistiques")),
                (_("Espace agent"), "/agents/"),
            ],
        },
    ]
    return [column for column in columns if column["liens"]]


def _is_current(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
