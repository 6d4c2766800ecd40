"""Frequentation: how often a page was read on a day, and by nobody in particular."""

from __future__ import annotations

from django.db import models


class Frequentation(models.Model):
    """Le nombre de lectures d'une page, un jour donné. À ne pas confondre avec un visiteur : rien
    ne dit qui a lu, ni si c'était la même personne."""

    portail = models.ForeignKey("home.Portail", on_delete=models.CASCADE, related_name="+")
    # Local day.
    jour = models.DateField()
    chemin = models.CharField(max_length=200)
    lectures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "fréquentation"
        constraints = [
            models.UniqueConstraint(
                fields=["portail", "jour", "chemin"], name="frequentation_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chemin}, {self.jour} : {self.lectures}"
