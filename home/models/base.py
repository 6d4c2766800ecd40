"""BasePage: what every page of a portail has."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from home.cache import mark_shared
from home.chemins import reserved_roots
from home.cms.relecture import PanneauRelecture

# Level of the pages standing right under a home page: their slug is the root of an address.
PROFONDEUR_RACINES = 3

SLUG_RESERVE = (
    "L’adresse « /%(slug)s/ » est déjà celle d’un écran de Parvis. Choisissez un autre mot, "
    "par exemple « %(slug)s-infos »."
)


def refuse_reserved_slug(slug: str, *, depth: int) -> None:
    """Raise a ValidationError on `slug` when a page would hide behind a screen of ours."""
    if depth == PROFONDEUR_RACINES and slug in reserved_roots():
        raise ValidationError({"slug": SLUG_RESERVE % {"slug": slug}})


class BasePageForm(WagtailAdminPageForm):
    """Refuses a reserved address at once, drafts included: nobody would find the page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page:
            try:
                refuse_reserved_slug(slug, depth=self.parent_page.depth + 1)
            except ValidationError as error:
                self.add_error("slug", error.message_dict["slug"])
        return cleaned


class BasePage(Page):
    """A page of a portail. Wagtail's own `search_description` is its meta description."""

    base_form_class = BasePageForm
    show_in_menus_default = False

    content_panels = [PanneauRelecture(heading="À revoir"), *Page.content_panels]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            "Adresse et moteurs de recherche",
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], "Menu du site"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Also reached by code, copies and moves; the parent's path is known before the save."""
        super().clean()
        if self.path:
            refuse_reserved_slug(self.slug, depth=len(self.path) // self.steplen)

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A reading page: the same for everyone, kept for half a minute."""
        response = super().serve(request, *args, **kwargs)
        mark_shared(response)
        return response

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["fil"] = self.trail()
        return context

    def trail(self) -> list[tuple[str, str | None]]:
        """Breadcrumb: `(title, url)`, this page last and without address."""
        links: list[tuple[str, str | None]] = [("Accueil", "/")]
        if self.depth > PROFONDEUR_RACINES:
            between = self.get_ancestors().filter(depth__gte=PROFONDEUR_RACINES).live()
            links += [(page.title, page.get_url()) for page in between]
        return [*links, (self.title, None)]

    @property
    def territoire_id(self) -> int | None:
        """The territoire in whose tree the page stands, moves included."""
        from home.models.portail import Portail

        return Portail.objects.of_page(self).values_list("territoire_id", flat=True).first()
