"""A sector map, and the zones of it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sectorisation.models.territoire import Territoire


class CoucheQuerySet(models.QuerySet["Couche"]):
    def of(self, territoire: Territoire) -> "CoucheQuerySet":
        return self.filter(territoire=territoire)

    def published(self) -> "CoucheQuerySet":
        return self.filter(version_publiee__isnull=False)


class Couche(models.Model):
    """Carte des secteurs d'un service sur un territoire.

    À ne pas confondre avec un Secteur, qui en est une zone : une adresse tombe dans un secteur
    de chaque couche.
    """

    # Pages of the référents' space live beside those of the couches, at the same level.
    RESERVES: ClassVar[frozenset[str]] = frozenset(["adresses"])

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="couches")
    slug = models.SlugField("identifiant", max_length=50)
    nom = models.CharField("nom", max_length=100)
    version_publiee = models.ForeignKey(
        "Version",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="version publiée",
    )
    version_a_blanc = models.ForeignKey(
        "Version",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="version à blanc",
        help_text="Elle répond à côté de la version publiée, sans que les usagers la suivent.",
    )
    communes_coupees = models.JSONField(
        "communes coupées à dessein",
        default=list,
        blank=True,
        help_text="Codes INSEE des communes que l'on sait partagées entre plusieurs secteurs.",
    )

    # Grows with each write of its rules: what was computed of the draft stands under this number.
    brouillon = models.PositiveIntegerField(default=0, editable=False)

    objects = CoucheQuerySet.as_manager()

    class Meta:
        verbose_name = "couche"
        verbose_name_plural = "couches"
        ordering = ["nom"]
        constraints = [models.UniqueConstraint(fields=["territoire", "slug"], name="couche_unique")]

    def __str__(self) -> str:
        return self.nom


class SecteurQuerySet(models.QuerySet["Secteur"]):
    def of(self, territoire: Territoire) -> "SecteurQuerySet":
        return self.filter(territoire=territoire)


class DraftManager(models.Manager.from_queryset(SecteurQuerySet)):  # type: ignore[misc]
    """Secteurs of the draft: those taken out of it are reached by what still points to them."""

    def get_queryset(self) -> SecteurQuerySet:
        return super().get_queryset().filter(retire=False)


class Secteur(models.Model):
    """Zone d'une couche, dont les habitants vont aux mêmes lieux.

    À ne pas confondre avec le lieu qui la sert : c'est l'Attribution qui les relie.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="secteurs")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="secteurs")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("code", max_length=40)
    nom = models.CharField("nom", max_length=100)
    priorite = models.SmallIntegerField(
        "priorité",
        default=0,
        help_text="En cas de recouvrement, la plus grande l'emporte.",
    )

    # Taken out of the draft, when a version or an Rdv still names it.
    retire = models.BooleanField("retiré", default=False, editable=False)

    objects = DraftManager()

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["couche", "code"], condition=Q(retire=False), name="secteur_unique"
            )
        ]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.territoire_id = self.couche.territoire_id
        super().save(*args, **kwargs)
