"""Cumul: the counts of appointments that were forgotten, kept without anyone in them."""

from __future__ import annotations

from django.db import models


class Cumul(models.Model):
    """Les nombres d'un mois et d'un service, gardés quand leurs rendez-vous sont effacés. À ne pas
    confondre avec les rendez-vous : il n'y reste personne."""

    service = models.ForeignKey("booking.Service", on_delete=models.CASCADE, related_name="+")
    # First day of the local month in which the appointments took place.
    mois = models.DateField()
    pris = models.PositiveIntegerField(default=0)
    en_ligne = models.PositiveIntegerField(default=0)
    tenus = models.PositiveIntegerField(default=0)
    manques = models.PositiveIntegerField("manqués", default=0)
    # Days between booking and appointment, added up.
    attente = models.PositiveBigIntegerField("attente (jours)", default=0)

    class Meta:
        verbose_name_plural = "cumuls"
        constraints = [models.UniqueConstraint(fields=["service", "mois"], name="cumul_unique")]

    def __str__(self) -> str:
        return f"{self.service}, {self.mois:%m/%Y}"
