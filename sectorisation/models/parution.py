"""Who put which version into service, and when."""

from django.db import models

from sectorisation.models.couche import Couche
from sectorisation.models.territoire import Territoire
from sectorisation.models.version import Version


class ParutionQuerySet(models.QuerySet["Parution"]):
    def of_couche(self, couche: Couche) -> "ParutionQuerySet":
        return self.filter(couche=couche)


class Parution(models.Model):
    """Mise en service d'une version d'une couche : publication, ou retour à une version passée.

    À ne pas confondre avec la version, qui peut paraître plusieurs fois.
    """

    class Geste(models.TextChoices):
        PUBLICATION = "publication", "publication"
        RETOUR = "retour", "retour en arrière"

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="parutions")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="parutions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="parutions")
    le = models.DateTimeField("le")
    par = models.CharField(
        "par", max_length=150, blank=True, default="", help_text="Nom ou identifiant, tel que reçu."
    )
    geste = models.CharField(
        "geste", max_length=11, choices=Geste.choices, default=Geste.PUBLICATION
    )

    objects = ParutionQuerySet.as_manager()

    class Meta:
        verbose_name = "parution"
        verbose_name_plural = "parutions"
        ordering = ["-le", "-id"]
        indexes = [models.Index(fields=["couche", "le"], name="parution_par_couche")]

    def __str__(self) -> str:
        return f"{self.version} ({self.get_geste_display()})"
