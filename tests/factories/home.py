"""A portail on its own host, with the smallest tree."""

from __future__ import annotations

import factory
from django.contrib.auth import get_user_model
from django.db.models import F
from django.db.models.signals import post_save, pre_save
from factory.django import DjangoModelFactory, mute_signals
from wagtail.models import Locale, Page, Site

from home.demarrage import start_territoire
from home.models import HomePage, Portail
from home.roles import FONCTION_DE, RoleRedaction
from tests.factories.sectorisation import TerritoireFactory


def root_page() -> Page:
    """Wagtail's root, put back after a test whose transactions were real emptied every table."""
    Locale.objects.get_or_create(language_code="fr")
    return Page.get_first_root_node() or Page.add_root(instance=Page(title="Racine", slug="root"))


def add_home(slug: str) -> HomePage:
    """A home page of its own, under Wagtail's root.

    Half of all tests need one: it enters neither Wagtail's indexes nor its log, which cost more
    than the page. `make_portail` makes a whole tree, indexes included.
    """
    root = root_page()
    last = root.get_last_child()
    path = last._inc_path() if last else HomePage._get_path(root.path, root.depth + 1, 1)
    home = HomePage(title="Accueil", slug=slug, accroche="Bienvenue", path=path)
    home.depth, home.locale, home.url_path = root.depth + 1, root.locale, f"/{slug}/"
    with mute_signals(pre_save, post_save):
        home.save(clean=False, log_action=None)
    Page.objects.filter(pk=root.pk).update(numchild=F("numchild") + 1)
    return home


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


def make_portail(code: str = "a", **options) -> Portail:
    """A whole portail on `CODE.example.test`: starting pages, library, editors' group."""
    options.setdefault("nom", f"Territoire {code.upper()}")
    return start_territoire(code=code, hote=f"{code}.example.test", **options)


def make_redacteur(
    *portails: Portail, email: str = "", role: RoleRedaction = RoleRedaction.ADMINISTRATEUR
):
    """Someone who holds this role on these portails."""
    user = get_user_model().objects.create_user(
        email or f"redaction@{portails[0].territoire.code}.example.test", "un mot de passe long"
    )
    user.groups.set(getattr(p, FONCTION_DE[role].champ) for p in portails)
    return user
