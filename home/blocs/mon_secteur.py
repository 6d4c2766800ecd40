"""The address field that says which site answers for where one lives."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from wagtail import blocks

from booking.models import Service
from booking.public.formulaires import AdresseForm
from home.blocs.apercu import ApercuDuPortail
from home.blocs.orientation import ORIENTER
from home.blocs.portee import territoire_of
from home.courant import territoire_courant


def service_choices() -> list[tuple[str, str]]:
    """Services of the host being edited."""
    territoire = territoire_courant.get()
    if territoire is None:
        return []
    return list(Service.objects.of(territoire).open().values_list("slug", "nom"))


class ServiceBlock(blocks.ChoiceBlock):
    """A service, stored by slug and read within the territoire shown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["choices"] = service_choices
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        return blocks.Block.deconstruct(self)


class MonSecteurBlock(ApercuDuPortail, blocks.StructBlock):
    """POSTed to booking's own screen: nothing typed enters a URL, nor needs a script."""

    service = ServiceBlock(label="Service")
    titre = blocks.CharBlock(
        max_length=120, required=False, label="Titre", help_text="Vide : « Votre lieu »."
    )

    class Meta:
        icon = "crosshairs"
        label = "Mon secteur"
        group = ORIENTER
        description = "Une adresse à donner, et le lieu qui s’occupe de ce secteur."
        template = "home/blocs/mon_secteur.html"

    def preview_of_portail(self) -> dict[str, Any] | None:
        choices = service_choices()
        return {"service": choices[0][0]} if choices else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        territoire = territoire_of(parent_context)
        services = Service.objects.of(territoire).open() if territoire else Service.objects.none()
        service = services.filter(slug=value.get("service") or "").first()
        context["service"] = service
        if service:
            # Two such blocks on a page must not share an identifier.
            rank = context.get("id") or uuid.uuid4().hex
            context |= {
                "form": AdresseForm(auto_id=f"secteur-{rank}-%s"),
                "action": f"{reverse('public:secteur')}?service={service.uid}",
                "suggestions_url": reverse("public:secteur_suggestions"),
            }
        return context
