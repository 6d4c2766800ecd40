"""Which address file came into service, when, and what it changed."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from sectorisation.models.territoire import Territoire


class ImportAdressesQuerySet(models.QuerySet["ImportAdresses"]):
    def of(self, territoire: Territoire) -> "ImportAdressesQuerySet":
        return self.filter(territoire=territoire)


class ImportAdresses(models.Model):
    """Mise en service d'un fichier d'adresses : quand, quelle version, ce qu'elle a changé.

    À ne pas confondre avec la Version d'une couche : les adresses changent chaque mois, et une
    version publiée répond comme avant.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="imports_adresses")
    # The database's clock: this is written by commands, beside the work it dates.
    le = models.DateTimeField("le", db_default=Now())
    version = models.CharField("version des adresses", max_length=40)
    source = models.CharField("source", max_length=10)
    comptes = models.JSONField("comptes", default=dict)
    renouvellement = models.JSONField("changements", null=True, blank=True)
    regles = models.JSONField("règles à revoir", default=list, blank=True)

    objects = ImportAdressesQuerySet.as_manager()

    class Meta:
        verbose_name = "import d'adresses"
        verbose_name_plural = "imports d'adresses"
        ordering = ["-le", "-id"]
        indexes = [models.Index(fields=["territoire", "le"], name="import_par_territoire")]

    def __str__(self) -> str:
        return f"adresses {self.version}"

    @property
    def regles_sans_adresse(self) -> list[dict[str, Any]]:
        return [r for r in self.regles if r["constat"] == "rien"]

    @property
    def regles_par_le_nom(self) -> list[dict[str, Any]]:
        return [r for r in self.regles if r["constat"] == "nom"]
