"""Usager, and the proches one books for."""

from __future__ import annotations

from django.db import models

from booking.models.base import DuTerritoire, ReferenceExterne, reference_unique


class UsagerQuerySet(models.QuerySet["Usager"]):
    def of(self, territoire) -> UsagerQuerySet:
        return self.filter(territoire=territoire)

    def recognisable(self) -> UsagerQuerySet:
        """Those outside every compartment: nobody of a discreet service is ever recognised."""
        return self.filter(compartiment__isnull=True)


class Usager(DuTerritoire, ReferenceExterne):
    """La personne que l'on reçoit, ou qui prend rendez-vous pour un proche. À ne pas confondre
    avec un compte : un usager n'en a pas besoin."""

    # Set for a discreet service: this file is never recognised, merged, searched or exported
    # from outside it (design, decision 21).
    compartiment = models.ForeignKey(
        "booking.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    prenom = models.CharField("prénom ou pseudonyme", max_length=80)
    nom = models.CharField(max_length=80, blank=True)
    naissance = models.DateField("date de naissance", null=True, blank=True)
    telephone = models.CharField("téléphone (E.164)", max_length=20, blank=True)
    telephone_mobile = models.BooleanField("ce numéro reçoit les SMS", default=False)
    email = models.EmailField("courriel", blank=True)
    langue = models.CharField(max_length=10, blank=True, default="fr")
    cree_le = models.DateTimeField(auto_now_add=True)

    objects = UsagerQuerySet.as_manager()

    class Meta:
        constraints = [reference_unique("usager_reference_unique")]
        indexes = [
            models.Index(fields=["territoire", "nom", "prenom"], name="usager_nom"),
            models.Index(fields=["territoire", "telephone"], name="usager_telephone"),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()


class Proche(models.Model):
    """Une personne pour qui un usager prend rendez-vous (souvent son enfant). À ne pas confondre
    avec l'usager, que l'on prévient."""

    usager = models.ForeignKey("booking.Usager", on_delete=models.CASCADE, related_name="proches")
    prenom = models.CharField("prénom", max_length=80)
    nom = models.CharField(max_length=80, blank=True)
    naissance = models.DateField("date de naissance", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()
