"""PageContenu: an ordinary page."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel

from home.blocs import corps_block
from home.models.base import BasePage
from home.models.fields import CorpsField


class PageContenu(BasePage):
    """Une page d'information. À ne pas confondre avec la page de service, qui montre des
    créneaux d'elle-même."""

    chapo = models.TextField("chapô", max_length=400, blank=True)
    corps = CorpsField(corps_block(), blank=True, verbose_name="texte de la page")

    page_description = "Pour tout le reste : une aide, une démarche, une information."
    template = "home/contenu.html"
    parent_page_types = [
        "home.HomePage",
        "home.PageRubrique",
        "home.PageService",
        "home.PageContenu",
    ]
    subpage_types = ["home.PageContenu"]

    content_panels = [*BasePage.content_panels, FieldPanel("chapo"), FieldPanel("corps")]

    class Meta:
        verbose_name = "page d'information"
        verbose_name_plural = "pages d'information"
