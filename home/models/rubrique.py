"""PageRubrique: a first-level page that leads to its children."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from home.blocs import PharesBlock, corps_block
from home.models.base import BasePage
from home.models.fields import CorpsField


class PageRubrique(BasePage):
    """Une rubrique : elle mène à ses pages et porte leur contact. À ne pas confondre avec la page
    d'information, qui se lit pour elle-même."""

    chapo = models.TextField("chapô", max_length=400, blank=True)
    phares = CorpsField(PharesBlock(), blank=True, verbose_name="démarches phares")
    corps = CorpsField(corps_block(), blank=True, verbose_name="texte de la page")
    telephone = models.CharField(
        "téléphone",
        max_length=20,
        blank=True,
        help_text="Celui des services de la rubrique qui n'en ont pas. Vide : celui du portail.",
    )
    horaires_telephone = models.CharField("horaires du téléphone", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)

    page_description = "Pour réunir plusieurs pages d'un même sujet : Enfance, Nos lieux…"
    template = "home/rubrique.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PageService", "home.PageLieu", "home.PageContenu"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("chapo"),
        FieldPanel("phares"),
        FieldPanel("corps"),
        MultiFieldPanel(
            [FieldPanel("telephone"), FieldPanel("horaires_telephone"), FieldPanel("email")],
            "Contact des services de la rubrique",
        ),
    ]

    class Meta:
        verbose_name = "rubrique"
        verbose_name_plural = "rubriques"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported late: the presentation is written in terms of the models.
        from home.phares import present_phares
        from home.presentation_pages import present_children

        context = super().get_context(request, *args, **kwargs)
        context["phares"] = present_phares(self.phares, portail=request.portail, now=timezone.now())
        context["enfants"] = present_children(self, request=request)
        return context
