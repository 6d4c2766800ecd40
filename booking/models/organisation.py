"""Organisation: the team that answers for sites and people."""

from __future__ import annotations

from django.db import models

from booking.models.base import DuTerritoire


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, territoire) -> OrganisationQuerySet:
        return self.filter(territoire=territoire)


class Organisation(DuTerritoire):
    """Une équipe qui répond de lieux et de personnes (MDS, France services, mairie). À ne pas
    confondre avec le lieu : une organisation peut en tenir plusieurs."""

    nom = models.CharField(max_length=120)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    horaires_telephone = models.CharField("horaires du téléphone", max_length=120, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "nom"], name="organisation_nom_unique")
        ]

    def __str__(self) -> str:
        return self.nom
