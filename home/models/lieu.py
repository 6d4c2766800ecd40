"""PageLieu: how a page presents a Lieu of booking. Hours and facts stay there, written once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from booking.models import Lieu
from home.blocs import corps_block
from home.courant import territoire_courant
from home.models.base import BasePage, BasePageForm
from home.models.fields import CorpsField
from home.models.lecture import PageLieuManager

AUTRE_TERRITOIRE = "Choisissez un lieu de votre territoire."
DEJA_PRESENTE = "Ce lieu a déjà sa page : « %s »."


class PageLieuForm(BasePageForm):
    """Offers the sites of the host only; a second page of the same site is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "lieu" in self.fields:
            territoire = territoire_courant.get()
            lieux = Lieu.objects.of(territoire) if territoire else Lieu.objects.none()
            self.fields["lieu"].queryset = lieux.order_by("commune", "nom")
            self.fields["lieu"].error_messages["invalid_choice"] = AUTRE_TERRITOIRE

    def clean_lieu(self) -> Lieu | None:
        lieu = self.cleaned_data.get("lieu")
        other = lieu.pages.exclude(pk=self.instance.pk).first() if lieu else None
        if other:
            raise ValidationError(DEJA_PRESENTE % other.title)
        return lieu


class PageLieu(BasePage):
    """La page d'un lieu : son texte, et les faits du lieu. À ne pas confondre avec le lieu
    lui-même, que le parcours et les messages lisent aussi."""

    lieu = models.ForeignKey(
        "booking.Lieu",
        null=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        help_text="Adresse, horaires, fermetures et accès en viennent, toujours à jour.",
    )
    chapo = models.TextField("chapô", max_length=400, blank=True)
    corps = CorpsField(corps_block(), blank=True, verbose_name="texte de la page")

    base_form_class = PageLieuForm
    page_description = "Pour un endroit où l'on est reçu : horaires, accès, services sur place."
    template = "home/lieu.html"
    parent_page_types = ["home.PageRubrique"]
    subpage_types: list[str] = []

    objects = PageLieuManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lieu", widget=forms.Select),
        FieldPanel("chapo"),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "page de lieu"
        verbose_name_plural = "pages de lieu"

    def clean(self) -> None:
        """Also holds for a page moved, copied or written by code."""
        super().clean()
        if self.lieu and self.path:
            territoire_id = self.territoire_id
            if territoire_id is not None and self.lieu.territoire_id != territoire_id:
                raise ValidationError({"lieu": AUTRE_TERRITOIRE})

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported late: the presentation is written in terms of the models.
        from home.presentation_lieu import present_page_lieu

        context = super().get_context(request, *args, **kwargs)
        lieu = self.lieu
        if lieu and lieu.territoire_id == request.territoire.pk and lieu.ouvert:
            faits = present_page_lieu(lieu, portail=request.portail, now=timezone.now())
            context["lieu"] = faits
            context["donnees"] = [*context["donnees"], faits.donnees]
        else:
            context["lieu"] = None
        return context
