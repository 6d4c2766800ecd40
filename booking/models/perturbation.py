"""Perturbation: what changes for a while in a service, at a site, or in a service at a site."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from booking.models.base import DuTerritoire


class Gene(models.TextChoices):
    """How much is changed. There is no "normal" row: it is the absence of any."""

    SUSPENDU = "suspendu", "Suspendu"
    REDUIT = "reduit", "Réduit"
    MODIFIE = "modifie", "Modifié"


class PerturbationQuerySet(models.QuerySet["Perturbation"]):
    def of(self, territoire) -> PerturbationQuerySet:
        return self.filter(territoire=territoire)

    def current(self, now: dt.datetime) -> PerturbationQuerySet:
        """Begun and not over. The end is excluded."""
        return self.filter(debut__lte=now, fin__gt=now)

    def not_over(self, now: dt.datetime) -> PerturbationQuerySet:
        return self.filter(fin__gt=now).filter(fin__gt=F("debut"))

    def touching(self, debut: dt.datetime, fin: dt.datetime) -> PerturbationQuerySet:
        """Touching the half-open interval [debut, fin), aware datetimes."""
        return self.filter(debut__lt=fin, fin__gt=debut).filter(fin__gt=F("debut"))


class Perturbation(DuTerritoire):
    """Ce qui change, pour un temps, dans un service, dans un lieu ou dans un service d'un lieu.
    À ne pas confondre avec la fermeture d'un lieu, qui dure des jours entiers et s'annonce seule.

    A suspension takes starts away from usagers for as long as it lasts (`Lecture.suspensions`):
    the whole service, or at a site what is held there in person. Appointments stand."""

    service = models.ForeignKey(
        "booking.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="perturbations",
    )
    lieu = models.ForeignKey(
        "booking.Lieu",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="perturbations",
    )
    gene = models.CharField("ce qui change", max_length=10, choices=Gene)
    texte = models.CharField(max_length=300)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField()
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cree_le = models.DateTimeField("annoncée le")
    # One-use key of the form: the same submission twice makes one row.
    cle_formulaire = models.CharField(max_length=64, null=True, blank=True)

    objects = PerturbationQuerySet.as_manager()

    class Meta:
        constraints = [
            # Equal when it was called off before it began: it never shows.
            models.CheckConstraint(
                condition=Q(fin__gte=F("debut")), name="perturbation_fin_apres_debut"
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(lieu__isnull=False),
                name="perturbation_touche_quelque_chose",
            ),
            models.UniqueConstraint(
                fields=["territoire", "cle_formulaire"], name="perturbation_formulaire_unique"
            ),
        ]
        indexes = [models.Index(fields=["territoire", "fin"], name="perturbation_fin")]

    def __str__(self) -> str:
        return f"{self.gene} {self.debut:%Y-%m-%d} {self.fin:%Y-%m-%d}"
