"""Attribution: who serves a secteur. A fact of booking: sectorisation knows no site."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from booking.models.choix import Niveau


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def of_secteur(self, secteur_id: int) -> AttributionQuerySet:
        return self.filter(secteur=secteur_id)

    def counted_at(self, niveau: str) -> AttributionQuerySet:
        """Those a motif of this level follows. An agent who has left serves nobody."""
        match niveau:
            case Niveau.TERRITOIRE:
                return self.none()
            case Niveau.ORGANISATION:
                return self.filter(organisation__isnull=False)
            case Niveau.AGENT:
                return self.filter(agent__actif=True)
        return self.filter(Q(agent__isnull=True) | Q(agent__actif=True))


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

    objects = AttributionQuerySet.as_manager()

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
