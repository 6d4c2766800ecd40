"""The booking block: real next availabilities inside any page, read when the page is asked for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail import blocks

from booking.models import CasUsage
from home.blocs.apercu import ApercuDuPortail
from home.blocs.cibles import CibleBlock, cible_choices, find_cible
from home.blocs.orientation import ORIENTER


class RendezVousBlock(ApercuDuPortail, blocks.StructBlock):
    """Follows the motif's Ouverture: where it is not bookable online, the phone number shows."""

    cible = CibleBlock(cas=True)
    titre = blocks.CharBlock(
        max_length=120,
        required=False,
        label="Titre",
        help_text="Vide : le nom de ce qui est choisi.",
    )

    class Meta:
        icon = "date"
        label = "Rendez-vous"
        group = ORIENTER
        description = "Les prochains créneaux d'un service, d'un motif ou d'un cas d'usage."
        template = "home/blocs/rendez_vous.html"

    def preview_of_portail(self) -> dict[str, Any] | None:
        groups = cible_choices()
        return {"cible": groups[0][1][0][0]} if groups else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # Imported late: pages, presentation and blocks are written in terms of each other.
        from home.presentation_rendez_vous import present_cas_usage, present_cible

        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        portail = getattr(request, "portail", None)
        if portail is None:
            return context
        cible, now = value.get("cible", ""), timezone.now()
        kind, _, slug = cible.partition(":")
        if kind == "cas":
            cas = CasUsage.objects.of(portail.territoire).filter(slug=slug).first()
            return context | {"cas": cas and present_cas_usage(cas, portail=portail, now=now)}
        found = find_cible(cible, territoire=portail.territoire)
        return context | {"rv": found and present_cible(found, portail=portail, now=now)}
