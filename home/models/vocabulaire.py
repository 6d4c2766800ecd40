"""The words people use: which mean the same, and which found nothing."""

from __future__ import annotations

from django.db import models


class Synonyme(models.Model):
    """Des mots qui veulent dire la même chose dans la recherche d'un portail. À ne pas confondre
    avec les mots d'une page, qui ne mènent qu'à elle."""

    portail = models.ForeignKey(
        "home.Portail", on_delete=models.CASCADE, related_name="synonymes", editable=False
    )
    mots = models.CharField(
        "mots équivalents",
        max_length=200,
        help_text="Séparés par des virgules : « bébé, nourrisson, PMI ».",
    )

    class Meta:
        ordering = ["mots"]

    def __str__(self) -> str:
        return self.mots


class RechercheVaine(models.Model):
    """Des mots cherchés qui n'ont rien trouvé, et combien de fois dans le mois. À ne pas confondre
    avec une personne : rien ne dit qui a cherché."""

    portail = models.ForeignKey("home.Portail", on_delete=models.CASCADE, related_name="+")
    # First day of the local month.
    mois = models.DateField()
    mots = models.CharField(max_length=60)
    fois = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        constraints = [
            models.UniqueConstraint(fields=["portail", "mois", "mots"], name="recherche_vaine")
        ]

    def __str__(self) -> str:
        return f"{self.mots} ({self.fois})"
