"""A portail on its own host, with the smallest tree."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from home.models import HomePage, Portail
from tests.factories.sectorisation import TerritoireFactory


def add_home(slug: str) -> HomePage:
    """A home page of its own, under Wagtail's root."""
    return Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug=slug, accroche="Bienvenue")
    )


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    hostname = factory.Sequence(lambda n: f"portail{n}.example.test")
    port = 80
    root_page = factory.LazyAttribute(
        lambda o: add_home(f"{o.hostname}-{o.port}".replace(".", "-"))
    )


class PortailFactory(DjangoModelFactory):
    class Meta:
        model = Portail

    site = factory.SubFactory(SiteFactory)
    territoire = factory.SubFactory(TerritoireFactory)
    telephone = "+33261916100"
