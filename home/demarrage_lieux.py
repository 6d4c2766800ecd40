"""First pages of the sites of a portail, under one rubrique."""

from __future__ import annotations

from collections.abc import Callable

from booking.models import Lieu
from home.demarrage import publish
from home.models import PageLieu, PageRubrique, Portail

SLUG_RUBRIQUE = "nos-lieux"


def create_lieu_pages(
    portail: Portail, *, tell: Callable[[str], None] = lambda _message: None
) -> list[PageLieu]:
    """A page for every site that receives and has none. Returns the pages made."""
    accueil = portail.site.root_page
    shown = PageLieu.objects.descendant_of(accueil).values_list("lieu_id", flat=True)
    lieux = list(
        Lieu.objects.of(portail.territoire)
        .receiving()
        .exclude(pk__in=[pk for pk in shown if pk])
        .order_by("commune", "nom")
    )
    if not lieux:
        return []
    rubrique = _start_rubrique(portail)
    taken = set(rubrique.get_children().values_list("slug", flat=True))
    made = []
    for lieu in lieux:
        slug = lieu.slug if lieu.slug not in taken else f"{lieu.slug}-lieu"
        page = PageLieu(
            title=lieu.nom, slug=slug, lieu=lieu, search_description=lieu.adresse_complete
        )
        made.append(rubrique.add_child(instance=page))
        tell(f"Page créée : /{rubrique.slug}/{slug}/")
    publish(portail)
    return made


def _start_rubrique(portail: Portail) -> PageRubrique:
    accueil = portail.site.root_page
    found = PageRubrique.objects.child_of(accueil).filter(slug=SLUG_RUBRIQUE).first()
    if found:
        return found
    return accueil.add_child(
        instance=PageRubrique(
            title="Nos lieux",
            slug=SLUG_RUBRIQUE,
            chapo="Horaires, accès et services de chaque lieu d’accueil.",
            search_description="Horaires, accès et services de chaque lieu d’accueil.",
        )
    )
