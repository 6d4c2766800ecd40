"""DepartAilleurs: how many people left, one day, to book a motif where it is really held."""

from __future__ import annotations

from django.db import models


class DepartAilleurs(models.Model):
    """Combien de personnes sont parties, un jour donné, réserver un motif dans l'agenda d'un
    autre. À ne pas confondre avec un rendez-vous : rien ne dit qui, ni si la personne a réservé."""

    motif = models.ForeignKey("booking.Motif", on_delete=models.CASCADE, related_name="departs")
    jour = models.DateField()
    nombre = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "départ vers une autre réservation"
        verbose_name_plural = "départs vers une autre réservation"
        constraints = [
            models.UniqueConstraint(fields=["motif", "jour"], name="depart_ailleurs_du_jour"),
        ]

    def __str__(self) -> str:
        return f"{self.motif}, {self.jour} : {self.nombre}"
