"""The shape of a portail's tree: one home page, three levels under it, one territoire."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.models import Page

# Wagtail's invisible root is 1, a home page 2: three levels of pages stand under it.
PROFONDEUR_ACCUEIL = 2
PROFONDEUR_MAX = PROFONDEUR_ACCUEIL + 3

TROP_PROFOND = (
    "Le site a trois niveaux sous l’accueil, pas plus : au-delà, personne ne trouve la page. "
    "Choisissez un endroit moins profond."
)
AUTRE_ARBRE = "Cette page reste dans son portail : écrivez-la de nouveau dans l’autre."

SOUS_ELLE_MEME = "Une page ne se range ni sous elle-même, ni sous une des siennes."


def height_of(page: Page) -> int:
    """Levels taken by a page and what stands under it: 1 for a page alone."""
    if page.is_leaf():
        return 1
    deepest = page.get_descendants().order_by("-depth").values_list("depth", flat=True)[:1]
    return deepest[0] - page.depth + 1


def same_tree(page: Page, parent: Page) -> bool:
    """Do both stand under the same home page?"""
    end = PROFONDEUR_ACCUEIL * Page.steplen
    return page.path[:end] == parent.path[:end]


def refuse_destination(page: Page, parent: Page, *, with_children: bool = True) -> None:
    """Raise a ValidationError, in a sentence, when `page` may not stand under `parent`."""
    if not same_tree(page, parent):
        raise ValidationError(AUTRE_ARBRE)
    if parent.depth + (height_of(page) if with_children else 1) > PROFONDEUR_MAX:
        raise ValidationError(TROP_PROFOND)
    specific = page.specific_class
    if specific and parent.specific_class not in specific.allowed_parent_page_models():
        raise ValidationError(
            f"« {page.title} » ne peut pas être rangée sous « {parent.title} ». "
            f"Choisissez : {specific.places()}."
        )


def refuse_move_under(page: Page, parent: Page) -> None:
    """The same for a move: a page cannot follow itself."""
    if parent.path.startswith(page.path):
        raise ValidationError(SOUS_ELLE_MEME)
    refuse_destination(page, parent)


def path_under(accueil: Page, url_path: str) -> str:
    """The address, on its host, of a page whose stored `url_path` begins with the home page's."""
    return "/" + url_path.removeprefix(accueil.url_path)
