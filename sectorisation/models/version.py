"""What a couche answered, frozen, and when each was put into service."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models

from sectorisation.models.couche import Couche
from sectorisation.models.territoire import Territoire


class VersionManager(models.Manager["Version"]):
    """Leaves the compiled content out: only the index reads it."""

    def get_queryset(self) -> models.QuerySet["Version"]:
        return super().get_queryset().defer("contenu", "table")


class Version(models.Model):
    """Règles d'une couche, compilées et figées le jour de leur publication.

    À ne pas confondre avec les règles, qui continuent de changer : une version ne change jamais.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="versions")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="versions")
    numero = models.PositiveIntegerField("numéro")
    contenu = models.JSONField("contenu compilé")
    table = models.BinaryField("table des adresses", null=True, blank=True, editable=False)
    empreinte = models.CharField("empreinte du contenu", max_length=64, editable=False, default="")
    creee_le = models.DateTimeField("créée le", null=True, blank=True)
    echeance = models.DateField(
        "à republier le",
        null=True,
        blank=True,
        help_text="Jour où une règle de la couche entre en vigueur ou cesse.",
    )
    # Told by the history, which never reads the content.
    nombre_secteurs = models.PositiveIntegerField("secteurs", null=True, blank=True)
    nombre_adresses = models.PositiveIntegerField("adresses dans un secteur", null=True, blank=True)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)

    objects: ClassVar[VersionManager] = VersionManager()

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versions"
        ordering = ["-numero"]
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["couche", "numero"], name="version_unique")]

    def __str__(self) -> str:
        return f"{self.couche}, version {self.numero}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.territoire_id = self.couche.territoire_id
        if not self.empreinte:
            self.empreinte = fingerprint(self.contenu)
        super().save(*args, **kwargs)


def fingerprint(contenu: dict[str, Any]) -> str:
    """Names a compiled content: equal contents, and only they, have one name."""
    texte = json.dumps(contenu, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()
