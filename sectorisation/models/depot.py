"""A file laid down to be imported, kept a day between the steps of its import."""

import uuid

from django.db import models

from sectorisation.models.couche import Couche
from sectorisation.models.territoire import Territoire


class DepotQuerySet(models.QuerySet["Depot"]):
    def of_couche(self, couche: Couche) -> "DepotQuerySet":
        return self.filter(couche=couche)

    def with_couche(self) -> "DepotQuerySet":
        return self.select_related("couche__territoire")


class Depot(models.Model):
    """Fichier déposé pour être importé dans une couche, gardé un jour, avec ce qu'on en a décidé.

    À ne pas confondre avec les règles qu'il contient : rien n'est écrit avant l'import.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="depots")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="depots")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nom = models.CharField("nom du fichier", max_length=120, help_text="Pour le reconnaître.")
    taille = models.PositiveIntegerField("taille en octets")
    le = models.DateTimeField("le")
    par = models.CharField("par", max_length=150, blank=True, default="")
    projection = models.PositiveIntegerField("code EPSG choisi", null=True, blank=True)
    # Line number, as text -> identifier of a street, or a word of `imports.lecture`.
    decisions = models.JSONField("décisions", default=dict, blank=True)

    objects = DepotQuerySet.as_manager()

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering = ["-le", "-id"]
        indexes = [models.Index(fields=["couche", "le"], name="depot_par_couche")]

    def __str__(self) -> str:
        return self.nom
