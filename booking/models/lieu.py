"""Lieu: a place that receives, with its public facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from booking.models.base import DuTerritoire, ReferenceExterne, reference_unique
from booking.models.ouverture import Ouverture
from booking.models.plage import PlageOuverture

if TYPE_CHECKING:
    from booking.models.motif import Motif


class LieuQuerySet(models.QuerySet["Lieu"]):
    def of(self, territoire) -> LieuQuerySet:
        return self.filter(territoire=territoire)

    def receiving(self) -> LieuQuerySet:
        """Sites where new appointments may be taken; a closed site keeps those it has."""
        return self.filter(ouvert=True)

    def offering(self, motif: Motif, today: dt.date) -> LieuQuerySet:
        """Sites that receive and where someone holds, or says how one reaches, this motif."""
        plages = PlageOuverture.objects.filter(motifs=motif, jusqu_au__gte=today)
        ouvertures = Ouverture.objects.filter(motif=motif)
        return (
            self.of(motif.territoire_id)
            .receiving()
            .filter(
                Exists(plages.filter(lieu=OuterRef("pk")))
                | Exists(ouvertures.filter(lieu=OuterRef("pk")))
                | Exists(ouvertures.filter(organisation=OuterRef("organisation")))
            )
        )


class Lieu(DuTerritoire, ReferenceExterne):
    """Un endroit qui reçoit du public. À ne pas confondre avec l'organisation qui le tient."""

    organisation = models.ForeignKey(
        "booking.Organisation", on_delete=models.PROTECT, related_name="lieux"
    )
    nom = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    adresse = models.CharField(max_length=200)
    code_postal = models.CharField(max_length=5, blank=True)
    commune = models.CharField(max_length=80, blank=True)
    citycode = models.CharField("code INSEE", max_length=5, blank=True)
    lon = models.FloatField("longitude", null=True, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    # {"0": [["09:00", "12:30"], …], …, "6": []}: weekday (Monday 0) to wall-clock openings.
    horaires = models.JSONField(default=dict, blank=True)
    # [{"debut": "2026-12-24", "fin": "2026-12-26", "raison": "…"}], both days included.
    fermetures = models.JSONField(default=list, blank=True)
    # [{"nom": "Pesée", "horaires": {"1": [["09:00", "11:00"]]}}]: when one comes without booking.
    permanences = models.JSONField("permanences sans rendez-vous", default=list, blank=True)
    acces = models.CharField("accès", max_length=240, blank=True)
    fauteuil = models.BooleanField("accès fauteuil roulant", default=False)
    accessibilite = models.CharField("accessibilité des locaux", max_length=240, blank=True)
    ouvert = models.BooleanField("reçoit", default=True)

    objects = LieuQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lieux"
        constraints = [
            models.UniqueConstraint(fields=["territoire", "slug"], name="lieu_slug_unique"),
            reference_unique("lieu_reference_unique"),
        ]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slugify(self.nom)[:80]
        super().save(*args, **kwargs)

    @property
    def adresse_complete(self) -> str:
        return f"{self.adresse}, {self.code_postal} {self.commune}".replace(",  ", ", ").strip(", ")
