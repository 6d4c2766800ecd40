"""Communes of a territoire, with the codes they had before merging."""

from django.db import models

from sectorisation.models.territoire import Territoire


class CommuneQuerySet(models.QuerySet["Commune"]):
    def of(self, territoire: Territoire) -> "CommuneQuerySet":
        return self.filter(territoire=territoire)

    def without_contour(self) -> "CommuneQuerySet":
        """For lists and choosers, which never draw."""
        return self.defer("contour")


class Commune(models.Model):
    """Commune actuelle du territoire, désignée par son code INSEE.

    À ne pas confondre avec un code postal, que plusieurs communes partagent.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="communes")
    insee = models.CharField("code INSEE", max_length=5)
    nom = models.CharField("nom", max_length=100)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    contour = models.JSONField("contour")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "insee"], name="commune_unique")
        ]

    def __str__(self) -> str:
        return self.nom


class AncienneCommune(models.Model):
    """Ancien code INSEE d'une commune fusionnée, qui renvoie à la Commune actuelle.

    À ne pas confondre avec un lieu-dit : elle avait son code, que fichiers et règles citent encore.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="anciennes_communes")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="anciennes")
    insee = models.CharField("ancien code INSEE", max_length=5)
    nom = models.CharField("ancien nom", max_length=100)

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["insee"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "insee"], name="ancienne_commune_unique")
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.insee})"
