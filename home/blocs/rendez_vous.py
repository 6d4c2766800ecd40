"""The booking block: real next availabilities inside any page, read when the page is asked for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail import blocks

from booking.services.offre import read_offre
from home.blocs.apercu import ApercuDuPortail
from home.blocs.cibles import CibleBlock, cible_choices, find_cible
from home.blocs.orientation import ORIENTER
from home.liens import journey_url


class RendezVousBlock(ApercuDuPortail, blocks.StructBlock):
    """Follows the motif's Ouverture: where it is not bookable online, the phone number shows."""

    cible = CibleBlock()
    titre = blocks.CharBlock(
        max_length=120, required=False, label="Titre", help_text="Vide : le nom du service."
    )

    class Meta:
        icon = "date"
        label = "Rendez-vous"
        group = ORIENTER
        description = "Les prochains créneaux d'un service ou d'un motif, lieu par lieu."
        template = "home/blocs/rendez_vous.html"

    def preview_of_portail(self) -> dict[str, Any] | None:
        groups = cible_choices()
        return {"cible": groups[0][1][0][0]} if groups else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # Imported late: pages, presentation and blocks are written in terms of each other.
        from home.presentation_service import present_lieu

        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        territoire = getattr(request, "territoire", None)
        cible = find_cible(value.get("cible", ""), territoire=territoire) if territoire else None
        context["cible"] = cible
        if cible:
            portail = request.portail
            offre = read_offre(service=cible.service, motif=cible.motif, now=timezone.now())
            numero = cible.service.telephone or portail.telephone
            context |= {
                "offre": offre,
                "numero": numero,
                "horaires": cible.service.horaires_telephone or portail.horaires_telephone,
                "url": journey_url(service=cible.service, motif=cible.motif),
                "lieux_offerts": [
                    present_lieu(x, offre=offre, telephone=numero) for x in offre.lieux
                ],
            }
        return context
