"""CasUsage: what a territoire opens as a whole, and the questions it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from booking.models.base import DuTerritoire

if TYPE_CHECKING:
    from booking.models.motif import Motif


class EtatCas(models.TextChoices):
    """Where a use case stands. Only an open one may be booked online."""

    PREPARATION = "preparation", "En préparation"
    OUVERT = "ouvert", "Ouvert"
    FERME = "ferme", "Fermé"


class CasUsageQuerySet(models.QuerySet["CasUsage"]):
    def of(self, territoire) -> CasUsageQuerySet:
        return self.filter(territoire=territoire)

    def open(self) -> CasUsageQuerySet:
        return self.filter(etat=EtatCas.OUVERT)


class CasUsage(DuTerritoire):
    """Ce qu'un territoire ouvre d'un bloc : des motifs, leurs questions, leurs règles et une page
    (France services, pass numérique…). À ne pas confondre avec le service, que l'on vient voir :
    un cas d'usage peut en réunir plusieurs."""

    nom = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    # The words of its landing page, before anything else is written there.
    accroche = models.CharField("en une phrase", max_length=240, blank=True)
    etat = models.CharField(
        "état", max_length=12, choices=EtatCas, default=EtatCas.PREPARATION, editable=False
    )
    # Which ready-made description it was made from; empty when written here.
    modele = models.SlugField("modèle", max_length=40, blank=True, editable=False)
    ordre = models.PositiveSmallIntegerField(default=100)

    objects = CasUsageQuerySet.as_manager()

    class Meta:
        verbose_name = "cas d'usage"
        verbose_name_plural = "cas d'usage"
        ordering = ["ordre", "nom"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "slug"], name="cas_usage_slug_unique")
        ]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slugify(self.nom)[:80]
        super().save(*args, **kwargs)


class SorteQuestion(models.TextChoices):
    """What answers a question."""

    OUI_NON = "oui_non", "Oui ou non"
    CHOIX = "choix", "Un choix dans une liste"
    TEXTE = "texte", "Quelques mots"


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked_for(self, motif: Motif) -> QuestionQuerySet:
        """What booking this motif asks, in order; nothing is read outside a use case."""
        if motif.cas_usage_id is None:
            return self.none()
        mine = self.filter(cas_usage=motif.cas_usage_id)
        return mine.filter(Q(motifs=None) | Q(motifs=motif.pk))


class Question(models.Model):
    """Ce qu'un cas d'usage demande avant de réserver. À ne pas confondre avec la question
    fréquente d'une page, à laquelle le département répond."""

    cas_usage = models.ForeignKey(
        "booking.CasUsage", on_delete=models.CASCADE, related_name="questions"
    )
    # None named: asked for every motif of the use case.
    motifs = models.ManyToManyField("booking.Motif", blank=True, related_name="+")
    libelle = models.CharField("question", max_length=160)
    aide = models.CharField(max_length=200, blank=True)
    sorte = models.CharField("réponse attendue", max_length=8, choices=SorteQuestion)
    choix = models.JSONField(default=list, blank=True)
    obligatoire = models.BooleanField("réponse obligatoire", default=False)
    ordre = models.PositiveSmallIntegerField(default=100)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["ordre", "pk"]

    def __str__(self) -> str:
        return self.libelle
