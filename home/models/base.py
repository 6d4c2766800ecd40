"""BasePage: what every page of a portail has."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from home.arbre import PROFONDEUR_MAX, TROP_PROFOND, refuse_destination
from home.blocs.questions import questions_in
from home.cache import mark_shared
from home.chemins import reserved_roots
from home.cms.relecture import PanneauRelecture
from home.donnees_structurees import describe_questions, describe_trail
from home.droits import DroitsDePage

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


def address_of(page: Page) -> str:
    """On its own host: what follows the home page's part of the stored path."""
    return "/" + page.url_path.strip("/").partition("/")[2] + "/"


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


class BaseCopyForm(CopyForm):
    """Refuses, in a sentence, a copy that would stand too deep or in another portail."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        try:
            refuse_destination(self.page, parent, with_children=bool(cleaned.get("copy_subpages")))
        except ValidationError as error:
            self.add_error("new_parent_page", error)
        return cleaned


class BasePage(Page):
    """A page of a portail. Wagtail's own `search_description` is its meta description."""

    base_form_class = BasePageForm
    copy_form_class = BaseCopyForm
    show_in_menus_default = False

    content_panels = [PanneauRelecture(heading="À revoir"), *Page.content_panels]
    mots = models.CharField(
        "mots que disent les gens",
        max_length=200,
        blank=True,
        help_text="Ceux qui doivent mener ici et que la page n'emploie pas, séparés par des "
        "virgules : « bébé, nourrisson ».",
    )

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            "Adresse et moteurs de recherche",
        ),
        MultiFieldPanel([FieldPanel("mots")], "Recherche du portail"),
        MultiFieldPanel([FieldPanel("show_in_menus")], "Menu du site"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Also reached by code, copies and moves; the parent's path is known before the save."""
        super().clean()
        if self.path:
            depth = len(self.path) // self.steplen
            refuse_reserved_slug(self.slug, depth=depth)
            if depth > PROFONDEUR_MAX:
                raise ValidationError(TROP_PROFOND)

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        return super().can_create_at(parent) and parent.depth < PROFONDEUR_MAX

    def permissions_for_user(self, user: Any) -> DroitsDePage:
        return DroitsDePage(user, self)

    def can_move_to(self, parent: Page) -> bool:
        """Also asked by the choosers and the bulk moves of Wagtail."""
        try:
            refuse_destination(self, parent)
        except ValidationError:
            return False
        return super().can_move_to(parent)

    @classmethod
    def places(cls) -> str:
        """The kinds of page under which this one stands, to be read in a sentence."""
        return ", ".join(model._meta.verbose_name for model in cls.allowed_parent_page_models())

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A reading page: the same for everyone, kept for half a minute."""
        response = super().serve(request, *args, **kwargs)
        mark_shared(response)
        return response

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        fil = self.trail()
        racine = request.territoire.url_publique.rstrip("/")
        context["fil"] = fil
        context["adresse"] = f"{racine}{request.path}"
        context["donnees"] = [
            *([describe_trail(fil, racine=racine)] if self.depth >= PROFONDEUR_RACINES else []),
            *describe_questions(questions_in(getattr(self, "corps", None), {"request": request})),
        ]
        return context

    def above(self) -> list[Page]:
        """Pages between the home page and this one; known at once when it was asked for."""
        known: list[Page] | None = getattr(self, "au_dessus", None)
        if known is None:
            known = list(self.get_ancestors().filter(depth__gte=PROFONDEUR_RACINES))
        return known

    def get_view_restrictions(self) -> Any:
        """Wagtail's own question, without reading again the pages that led here."""
        if not hasattr(self, "au_dessus"):
            return super().get_view_restrictions()
        line = [self, *self.au_dessus]
        ids = {page.pk for page in line} | {page.alias_of_id for page in line if page.alias_of_id}
        tops = [self.path[: n * self.steplen] for n in range(1, PROFONDEUR_RACINES)]
        return PageViewRestriction.objects.filter(Q(page__in=ids) | Q(page__path__in=tops))

    def trail(self) -> list[tuple[str, str | None]]:
        """Breadcrumb: `(title, url)`, this page last and without address."""
        links: list[tuple[str, str | None]] = [("Accueil", "/")]
        if self.depth > PROFONDEUR_RACINES:
            links += [(page.title, address_of(page)) for page in self.above() if page.live]
        return [*links, (self.title, None)]

    @property
    def adresse_cms(self) -> str:
        """The whole address of its form, on the host of its portail: for messages."""
        from home.models.portail import Portail

        portail = Portail.objects.of_page(self).select_related("territoire").get()
        path = reverse("wagtailadmin_pages:edit", args=[self.pk])
        return f"{portail.territoire.url_publique.rstrip('/')}{path}"

    @property
    def territoire_id(self) -> int | None:
        """The territoire in whose tree the page stands, moves included."""
        from home.models.portail import Portail

        return Portail.objects.of_page(self).values_list("territoire_id", flat=True).first()
