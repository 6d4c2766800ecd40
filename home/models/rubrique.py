"""PageRubrique: a first-level page that leads to its children."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from booking.models import CasUsage
from home.blocs import PharesBlock, corps_block
from home.courant import territoire_courant
from home.models.base import BasePage, BasePageForm
from home.models.fields import CorpsField

AUTRE_TERRITOIRE = "Choisissez un cas d'usage de votre territoire."


class PageRubriqueForm(BasePageForm):
    """Offers the use cases of the host only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "cas_usage" in self.fields:
            territoire = territoire_courant.get()
            found = CasUsage.objects.of(territoire) if territoire else CasUsage.objects.none()
            self.fields["cas_usage"].queryset = found
            self.fields["cas_usage"].error_messages["invalid_choice"] = AUTRE_TERRITOIRE


class PageRubrique(BasePage):
    """Une rubrique : elle mène à ses pages et porte leur contact. À ne pas confondre avec la page
    d'information, qui se lit pour elle-même."""

    # Filled when the page presents a use case: its appointments come first.
    cas_usage = models.ForeignKey(
        "booking.CasUsage",
        verbose_name="cas d'usage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="rubriques",
        help_text="Facultatif : ses rendez-vous se montrent en haut de la page.",
    )
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

    base_form_class = PageRubriqueForm
    page_description = "Pour réunir plusieurs pages d'un même sujet : Enfance, Nos lieux…"
    template = "home/rubrique.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PageService", "home.PageLieu", "home.PageContenu"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("chapo"),
        FieldPanel("cas_usage", widget=forms.Select),
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

    def clean(self) -> None:
        """Also holds for a page moved, copied or written by code."""
        super().clean()
        if self.cas_usage and self.path:
            territoire_id = self.territoire_id
            if territoire_id is not None and self.cas_usage.territoire_id != territoire_id:
                raise ValidationError({"cas_usage": AUTRE_TERRITOIRE})

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported late: the presentation is written in terms of the models.
        from home.phares import present_phares
        from home.presentation_pages import present_children
        from home.presentation_rendez_vous import present_cas_usage

        context, now = super().get_context(request, *args, **kwargs), timezone.now()
        context["phares"] = present_phares(self.phares, portail=request.portail, now=now)
        cas = self.cas_usage
        if cas and cas.territoire_id == request.territoire.pk:
            context["cas"] = present_cas_usage(cas, portail=request.portail, now=now)
        context["enfants"] = present_children(self, request=request)
        return context
