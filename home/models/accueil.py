"""HomePage: the first page of a portail."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from home.arbre import PROFONDEUR_ACCUEIL, PROFONDEUR_MAX
from home.blocs import FrequentsBlock, PharesBlock
from home.models.base import BasePage
from home.models.fields import CorpsField


class HomePage(BasePage):
    """L'accueil d'un portail. À ne pas confondre avec le portail, qui est le site entier."""

    accroche = models.CharField(
        "titre d'accueil", max_length=80, help_text="« Le Val-d'Orne vous reçoit »"
    )
    chapo = models.CharField("phrase d'accueil", max_length=240, blank=True)
    exemple = models.CharField(
        "exemple de recherche",
        max_length=120,
        blank=True,
        help_text="« vacciner mon enfant, refaire mon passeport »",
    )
    frequents = CorpsField(FrequentsBlock(), blank=True, verbose_name="souvent demandé")

    phares = CorpsField(PharesBlock(), blank=True, verbose_name="démarches phares")

    page_description = "La première page du portail. Il n'y en a qu'une."
    template = "home/accueil.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.PageRubrique",
        "home.PageService",
        "home.PageContenu",
        "home.PageActualites",
        "home.PageDeclarationAccessibilite",
    ]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("accroche"), FieldPanel("chapo"), FieldPanel("exemple")], "Accueil"
        ),
        FieldPanel("phares"),
        FieldPanel("frequents"),
    ]

    class Meta:
        verbose_name = "page d'accueil"
        verbose_name_plural = "pages d'accueil"

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """Made by `demarrer_territoire` with its site; never by hand."""
        return False

    def route(self, request: Any, path_components: list[str]) -> Any:
        """The page asked for and those above it, in one query; Wagtail reads them one by one."""
        paths = [
            f"{self.url_path}{'/'.join(path_components[:n])}/"
            for n in range(1, len(path_components) + 1)
        ]
        if 0 < len(paths) <= PROFONDEUR_MAX - PROFONDEUR_ACCUEIL:
            found = {page.url_path: page for page in Page.objects.filter(url_path__in=paths)}
            if all(path in found for path in paths):
                page = found[paths[-1]].specific
                page.au_dessus = [found[path] for path in paths[:-1]]
                return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported late: the gathering is written in terms of the models.
        from home.accueil import frequent_links, present_services
        from home.phares import present_phares

        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        releve, services = present_services(portail=request.portail, now=now)
        context["phares"] = present_phares(self.phares, portail=request.portail, now=now)
        context["releve"] = releve
        context["services"] = services
        context["frequents"] = frequent_links(self.frequents, request=request)
        return context
