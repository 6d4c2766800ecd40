"""PageService: how a page presents a Service of booking. Facts stay in booking, written once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from booking.models import Service
from booking.services.etat import etats_now
from booking.services.offre import read_offre
from home.blocs import PharesBlock, VoisinsBlock, corps_block
from home.courant import territoire_courant
from home.donnees_structurees import describe_service
from home.models.base import BasePage, BasePageForm
from home.models.fields import CorpsField
from home.models.lecture import PageServiceManager

AUTRE_TERRITOIRE = "Choisissez un service de votre territoire."
DEJA_PRESENTE = "Ce service a déjà sa page : « %s »."


class PageServiceForm(BasePageForm):
    """Offers the services of the host only; another page of the same service is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "service" in self.fields:
            territoire = territoire_courant.get()
            services = Service.objects.of(territoire).open() if territoire else Service.objects
            self.fields["service"].queryset = services if territoire else services.none()
            self.fields["service"].error_messages["invalid_choice"] = AUTRE_TERRITOIRE

    def clean_service(self) -> Service | None:
        service = self.cleaned_data.get("service")
        if service:
            other = service.pages.exclude(pk=self.instance.pk).first()
            if other:
                raise ValidationError(DEJA_PRESENTE % other.title)
        return service


class PageService(BasePage):
    """La page d'un service : son texte, et les faits du service. À ne pas confondre avec le
    service lui-même, que le parcours et les messages lisent aussi."""

    service = models.ForeignKey(
        "booking.Service",
        null=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        help_text="Public, coût, pièces, lieux et créneaux en viennent, toujours à jour.",
    )
    chapo = models.TextField(
        "chapô", max_length=400, blank=True, help_text="Deux phrases : ce que c'est, pour qui."
    )
    voisins = CorpsField(
        VoisinsBlock(),
        blank=True,
        verbose_name="services proches",
        help_text="Vide : ceux de la rubrique, puis ceux des mêmes lieux. Sinon, trois au plus.",
    )
    corps = CorpsField(corps_block(), blank=True, verbose_name="texte de la page")

    phares = CorpsField(PharesBlock(), blank=True, verbose_name="démarches phares")

    objects = PageServiceManager()

    base_form_class = PageServiceForm
    page_description = "Pour un service où l'on prend rendez-vous : PMI, France services…"
    template = "home/service.html"
    parent_page_types = ["home.HomePage", "home.PageRubrique"]
    subpage_types = ["home.PageContenu"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("service", widget=forms.Select),
        FieldPanel("chapo"),
        FieldPanel("phares"),
        FieldPanel("corps"),
        FieldPanel("voisins"),
    ]

    class Meta:
        verbose_name = "page de service"
        verbose_name_plural = "pages de service"

    def clean(self) -> None:
        """Also holds for a page moved, copied or written by code."""
        super().clean()
        if self.service and self.path:
            territoire_id = self.territoire_id
            if territoire_id is not None and self.service.territoire_id != territoire_id:
                raise ValidationError({"service": AUTRE_TERRITOIRE})

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Imported late: the presentation is written in terms of the models.
        from home.phares import present_phares
        from home.presentation_service import contact_of, present_service
        from home.services_voisins import related_pages

        context = super().get_context(request, *args, **kwargs)
        service = self.service
        if service and (service.territoire_id != request.territoire.pk or not service.actif):
            service = None
        context["service"] = service
        if service:
            now = timezone.now()
            offre = read_offre(service=service, motif=None, now=now)
            context["etats"] = etats_now(
                territoire=request.territoire,
                now=now,
                services=[service.pk],
                lieux=[offert.lieu for offert in offre.lieux],
            )
            context["offre"] = offre
            context["phares"] = present_phares(
                self.phares, portail=request.portail, now=now, offre=offre
            )
            contact = contact_of(self, service=service, portail=request.portail)
            faits = present_service(service, offre=offre, portail=request.portail, contact=contact)
            context["faits"] = faits
            context["voisins"] = related_pages(self, request=request)
            described = describe_service(
                service,
                nom_portail=request.portail.nom,
                telephone=faits.telephone,
                lieux=[x.lieu for x in offre.lieux],
            )
            context["donnees"] = [*context["donnees"], described]
        return context
