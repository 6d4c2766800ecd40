"""Service: what the département offers, with its public facts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.text import slugify

from booking.models.base import DuTerritoire


def conservation_par_defaut() -> int:
    """Months a Rdv is kept after its date, when the service says nothing else."""
    return int(settings.PARVIS_CONSERVATION_MOIS)


class ServiceQuerySet(models.QuerySet["Service"]):
    def of(self, territoire) -> ServiceQuerySet:
        return self.filter(territoire=territoire)

    def open(self) -> ServiceQuerySet:
        """Those shown to the public, in the order the département chose."""
        return self.filter(actif=True).order_by("ordre", "nom")


class Service(DuTerritoire):
    """Une offre du département (PMI, santé sexuelle…). À ne pas confondre avec le motif : on va
    à un service, pour un motif."""

    nom = models.CharField(max_length=120)
    nom_court = models.CharField("nom court (SMS)", max_length=30, blank=True)
    slug = models.SlugField(max_length=80)
    icone = models.CharField("icône", max_length=30, default="services")
    resume = models.CharField("résumé", max_length=240, blank=True)
    public = models.TextField("pour qui", blank=True)
    prestations = models.JSONField("ce que nous faisons", default=list, blank=True)
    conditions = models.TextField("conditions", blank=True)
    gratuite = models.CharField("coût", max_length=240, blank=True)
    pieces = models.JSONField("pièces à apporter", default=list, blank=True)
    langues = models.CharField("langues parlées", max_length=240, blank=True)
    urgence = models.TextField("en cas d'urgence", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    horaires_telephone = models.CharField("horaires du téléphone", max_length=120, blank=True)
    couche = models.ForeignKey(
        "sectorisation.Couche",
        verbose_name="couche de secteurs",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # A discreet service is a compartment: pseudonym, no required contact, neutral words
    # everywhere, no recognition or search across its border (design, decision 21).
    discret = models.BooleanField("service discret", default=False)
    conservation_mois = models.PositiveSmallIntegerField(
        "conservation (mois)", default=conservation_par_defaut
    )
    ordre = models.PositiveSmallIntegerField(default=100)
    actif = models.BooleanField(default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "slug"], name="service_slug_unique")
        ]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slugify(self.nom)[:80]
        super().save(*args, **kwargs)
