"""Alerte: a few words over the pages of a portail, for a time; and who announced what."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Niveau(models.TextChoices):
    """Written in words beside its colour, which nobody chooses."""

    INFORMATION = "information", "Information"
    ATTENTION = "attention", "Attention"
    URGENCE = "urgence", "Urgence"


# Most serious first: only two are shown on a page.
RANGS = {Niveau.URGENCE: 0, Niveau.ATTENTION: 1, Niveau.INFORMATION: 2}


class CibleAlerte(models.TextChoices):
    PORTAIL = "portail", "Tout le portail"
    RUBRIQUE = "rubrique", "Une rubrique"
    LIEU = "lieu", "Un lieu"


class AlerteQuerySet(models.QuerySet["Alerte"]):
    def of(self, territoire) -> AlerteQuerySet:
        return self.filter(territoire=territoire)

    def current(self, now: dt.datetime) -> AlerteQuerySet:
        """Begun and not over. The end is excluded."""
        return self.filter(debut__lte=now, fin__gt=now)

    def not_over(self, now: dt.datetime) -> AlerteQuerySet:
        return self.filter(fin__gt=now).filter(fin__gt=F("debut"))


class Alerte(models.Model):
    """Un message sur les pages du portail, pour un temps. À ne pas confondre avec la perturbation,
    qui touche un service ou un lieu et se dit aussi dans le parcours et aux personnes inscrites."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="+"
    )
    niveau = models.CharField(max_length=12, choices=Niveau)
    texte = models.CharField(max_length=300)
    lien = models.CharField(max_length=300, blank=True)
    cible = models.CharField(max_length=10, choices=CibleAlerte)
    # Emptied when the page is deleted: the alert then shows nowhere, and its list says why.
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    debut = models.DateTimeField("début")
    fin = models.DateTimeField()
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cree_le = models.DateTimeField("annoncée le")
    cle_formulaire = models.CharField(max_length=64, null=True, blank=True)

    objects = AlerteQuerySet.as_manager()

    class Meta:
        constraints = [
            # Equal when it was called off before it began: it never shows.
            models.CheckConstraint(condition=Q(fin__gte=F("debut")), name="alerte_fin_apres_debut"),
            models.UniqueConstraint(
                fields=["territoire", "cle_formulaire"], name="alerte_formulaire_unique"
            ),
        ]
        indexes = [models.Index(fields=["territoire", "fin"], name="alerte_fin")]

    def __str__(self) -> str:
        return f"{self.niveau} {self.cible} {self.debut:%Y-%m-%d}"

    @property
    def orpheline(self) -> bool:
        """Its page or its site was deleted since: it shows nowhere."""
        return (self.cible == CibleAlerte.RUBRIQUE and self.page_id is None) or (
            self.cible == CibleAlerte.LIEU and self.lieu_id is None
        )


class Geste(models.TextChoices):
    ANNONCE = "annonce", "Annoncé"
    FIN = "fin", "Fin changée"
    TERME = "terme", "Terminé"


class GesteAlerte(models.Model):
    """Qui a annoncé, changé ou terminé quoi, et quand. À ne pas confondre avec l'annonce
    elle-même, qui a une fin."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="+"
    )
    geste = models.CharField(max_length=8, choices=Geste)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    le = models.DateTimeField()
    # What was announced, in the words shown then; it stays when the rest is deleted.
    objet = models.CharField(max_length=300)
    prevenus = models.PositiveIntegerField("rendez-vous prévenus", default=0)

    class Meta:
        indexes = [models.Index(fields=["territoire", "le"], name="geste_alerte_le")]

    def __str__(self) -> str:
        return f"{self.geste} {self.le:%Y-%m-%d %H:%M}"
