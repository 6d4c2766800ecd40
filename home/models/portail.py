"""Portail: the site of one territoire, and its brand."""

from __future__ import annotations

from django.db import models


class Portail(models.Model):
    """Le site d'un territoire : son hôte, son nom, sa couleur. À ne pas confondre avec le
    territoire, qui est un ensemble de communes."""

    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="portail"
    )
    territoire = models.OneToOneField(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="portail"
    )
    couleur = models.CharField("couleur de marque", max_length=7, default="#0d5c55")
    couleur_action = models.CharField("couleur d'action", max_length=7, blank=True)
    logo = models.ForeignKey(
        "home.ImagePortail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    adresse = models.CharField(max_length=200, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    horaires_telephone = models.CharField("horaires du téléphone", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    # Grows at each publication: part of the key of every cached page (design, decision 20).
    publication = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.territoire)
