"""Attribution: who serves a secteur. A fact of booking: sectorisation knows no site."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Attribution(models.Model):
    """Qui sert un secteur : une organisation, un lieu ou un agent. À ne pas confondre avec la
    règle, qui dit quelles adresses forment le secteur."""

    secteur = models.ForeignKey(
        "sectorisation.Secteur", on_delete=models.CASCADE, related_name="attributions"
    )
    organisation = models.ForeignKey(
        "booking.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    agent = models.ForeignKey(
        "booking.Agent", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(organisation__isnull=False, lieu__isnull=True, agent__isnull=True)
                    | Q(organisation__isnull=True, lieu__isnull=False, agent__isnull=True)
                    | Q(organisation__isnull=True, lieu__isnull=True, agent__isnull=False)
                ),
                name="attribution_une_seule_cible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.secteur} : {self.organisation or self.lieu or self.agent}"
