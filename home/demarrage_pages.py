"""First pages of a portail, written: an editor changes or deletes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wagtail.models import Page

from home.models import PageActualites, PageContenu, PageDeclarationAccessibilite, Portail
from home.pages_de_depart import PAGES

METHODE = (
    "Chaque écran est contrôlé par des outils automatiques avant d’être mis en ligne. Ces outils "
    "ne voient qu’une partie des défauts. Le site s’utilise au clavier, sans JavaScript, et sur "
    "un petit écran."
)


def start_pages(*, portail: Portail, tell: Callable[[str], object]) -> None:
    """A deleted page does not come back once the portail has published anything else."""
    if portail.publication > 1:
        return
    accueil = portail.site.root_page
    existing = set(accueil.get_children().values_list("slug", flat=True))
    for page in _pages(portail):
        if page.slug not in existing:
            accueil.add_child(instance=page)
            tell(f"Page créée : /{page.slug}/")


def _pages(portail: Portail) -> Iterator[Page]:
    for page in PAGES:
        yield PageContenu(
            title=page.titre,
            slug=page.slug,
            chapo=page.chapo,
            search_description=page.chapo[:255],
            show_in_menus=page.menu,
            corps=page.corps,
        )
    yield PageActualites(
        title="Actualités",
        slug="actualites",
        search_description="Ce qui ouvre, ce qui change : les nouvelles du portail.",
    )
    # Without a rate or an audit it declares what the law supposes: not conforming.
    yield PageDeclarationAccessibilite(
        title="Déclaration d’accessibilité",
        slug="declaration-accessibilite",
        search_description="L’état d’accessibilité du portail, et comment signaler un défaut.",
        methode=METHODE,
        email=portail.email,
        telephone=portail.telephone,
    )
