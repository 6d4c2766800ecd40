"""PageActualites and PageActualite: dated news, with their feed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PageQuerySet

from home.blocs import corps_block
from home.models.base import BasePage
from home.models.fields import CorpsField

PAR_PAGE = 10


def aujourdhui() -> Any:
    """The date proposed for a news item: today, on the clock of the territoire."""
    return timezone.localdate(timezone.now())


class PageActualites(BasePage):
    """La liste des actualités d'un portail. Une seule par site."""

    chapo = models.TextField("chapô", max_length=400, blank=True)

    page_description = "La liste des actualités, avec son flux RSS. Il n'y en a qu'une."
    template = "home/actualites.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PageActualite"]
    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("chapo")]

    class Meta:
        verbose_name = "page des actualités"
        verbose_name_plural = "pages des actualités"

    def news(self) -> PageQuerySet[PageActualite]:
        """What is published, newest first."""
        return PageActualite.objects.child_of(self).live().newest_first().select_related("image")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.presentation_pages import present_news

        context = super().get_context(request, *args, **kwargs)
        page = Paginator(self.news(), PAR_PAGE).get_page(request.GET.get("page"))
        context["numero"] = page
        context["actualites"] = [present_news(item, request=request) for item in page]
        return context


class PageActualiteQuerySet(PageQuerySet):
    def newest_first(self) -> PageActualiteQuerySet:
        return self.order_by("-date", "-pk")


class PageActualite(BasePage):
    """Une nouvelle datée. À ne pas confondre avec la page d'information, qui reste vraie."""

    date = models.DateField("date", default=aujourdhui)
    chapo = models.TextField("résumé", max_length=300, help_text="Repris dans la liste.")
    image = models.ForeignKey(
        "home.ImagePortail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    corps = CorpsField(corps_block(), blank=True, verbose_name="texte de la page")

    objects = PageManager.from_queryset(PageActualiteQuerySet)()

    page_description = "Une nouvelle datée : une ouverture, un changement, un événement."
    template = "home/actualite.html"
    parent_page_types = ["home.PageActualites"]
    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("chapo"),
        FieldPanel("image"),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"
