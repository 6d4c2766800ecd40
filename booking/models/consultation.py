"""Consultation: who read which file, and when (design, decision 21)."""

from __future__ import annotations

from django.db import models


class Consultation(models.Model):
    """La lecture d'un dossier d'usager par un agent, gardée pour répondre à « qui a vu ? ». À ne
    pas confondre avec un rendez-vous médical."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="+"
    )
    agent = models.ForeignKey("booking.Agent", on_delete=models.CASCADE, related_name="+")
    rdv = models.ForeignKey("booking.Rdv", on_delete=models.CASCADE, related_name="consultations")
    le = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rdv", "le"], name="consultation_rdv_le")]

    def __str__(self) -> str:
        return f"{self.agent} {self.le:%Y-%m-%d %H:%M}"
