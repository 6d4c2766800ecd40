"""The landing page of a use case, written as a draft from what the use case says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Page

from booking.models import CasUsage, Service
from home.models import PageRubrique, PageService, Portail


def landing_pages(portail: Portail, cas_usages: Iterable[CasUsage]) -> dict[int, Page]:
    """The page of each use case id that has one: its rubrique, or that of its only service."""
    accueil = portail.site.root_page
    rubriques = PageRubrique.objects.child_of(accueil).filter(cas_usage__isnull=False)
    found: dict[int, Page] = {page.cas_usage_id: page for page in rubriques}
    services = dict(
        PageService.objects.descendant_of(accueil).values_list("service_id", "page_ptr_id")
    )
    pages = Page.objects.in_bulk(list(services.values()))
    for cas in cas_usages:
        shown = [s.pk for s in _services_of(cas)]
        if cas.pk not in found and len(shown) == 1 and shown[0] in services:
            found[cas.pk] = pages[services[shown[0]]]
    return found


@transaction.atomic
def create_landing_page(*, portail: Portail, cas_usage: CasUsage, auteur: Any) -> Page:
    """A draft under the home page; the one that exists when there is one already."""
    existing = landing_pages(portail, [cas_usage]).get(cas_usage.pk)
    if existing:
        return existing
    accueil = portail.site.root_page
    services = _services_of(cas_usage)
    taken = set(accueil.get_children().values_list("slug", flat=True))
    common = {
        "title": cas_usage.nom,
        "slug": cas_usage.slug if cas_usage.slug not in taken else f"{cas_usage.slug}-page",
        "chapo": cas_usage.accroche,
        "search_description": cas_usage.accroche,
        "owner": auteur,
        "live": False,
    }
    page: Page = (
        PageService(service=services[0], **common)
        if len(services) == 1
        else PageRubrique(cas_usage=cas_usage, **common)
    )
    accueil.add_child(instance=page)
    page.save_revision(user=auteur)
    return page


def _services_of(cas_usage: CasUsage) -> list[Service]:
    return list(
        Service.objects.filter(motifs__cas_usage=cas_usage, motifs__actif=True).open().distinct()
    )
