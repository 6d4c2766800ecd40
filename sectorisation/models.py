"""What a territoire is made of, and how its sector maps are written down.

Geometries are GeoJSON in WGS84 (longitude, latitude), six decimals, in JSON columns;
every computation happens in shapely. Heavy columns are left out of default queries.
"""

import hashlib
import json
import uuid
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models


class Territoire(models.Model):
    """Ensemble de communes servi par un portail.

    À ne pas confondre avec un département : ce peut en être un, une métropole ou une
    intercommunalité ; le code est libre. Ce n'est pas non plus un Secteur, qui en est une part.
    """

    code = models.SlugField("code", max_length=20, unique=True)
    nom = models.CharField("nom", max_length=100)
    sur_nom = models.CharField(
        "ligne au-dessus du nom", max_length=60, blank=True, default="Département"
    )
    fuseau = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    url_publique = models.URLField("adresse publique du portail", blank=True, default="")
    jours_feries_region = models.CharField(
        "subdivision des jours fériés", max_length=20, blank=True, default=""
    )
    centre_lon = models.FloatField("longitude du centre", null=True, blank=True)
    centre_lat = models.FloatField("latitude du centre", null=True, blank=True)
    adresses_version = models.CharField(
        "version des adresses", max_length=40, blank=True, default=""
    )
    adresses_fichier = models.CharField(
        "fichier des adresses", max_length=120, blank=True, default=""
    )
    credits = models.JSONField("mentions des sources", default=list, blank=True)

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.nom

    @property
    def zone(self) -> ZoneInfo:
        """The one time zone of its wall clocks."""
        return ZoneInfo(self.fuseau)


class Contour(models.Model):
    """Tracé d'un territoire : l'union de ses communes.

    À ne pas confondre avec un secteur. Il a sa table parce qu'il pèse des dizaines de kilo-octets
    et que chaque requête lit la ligne de son territoire.
    """

    territoire = models.OneToOneField(Territoire, models.CASCADE, related_name="contour")
    geometrie = models.JSONField("géométrie")

    class Meta:
        verbose_name = "contour"
        verbose_name_plural = "contours"

    def __str__(self) -> str:
        return f"contour de {self.territoire}"


class CommuneQuerySet(models.QuerySet["Commune"]):
    def of(self, territoire: Territoire) -> "CommuneQuerySet":
        return self.filter(territoire=territoire)

    def without_contour(self) -> "CommuneQuerySet":
        """For lists and choosers, which never draw."""
        return self.defer("contour")


class Commune(models.Model):
    """Commune actuelle du territoire, désignée par son code INSEE.

    À ne pas confondre avec un code postal, que plusieurs communes partagent.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="communes")
    insee = models.CharField("code INSEE", max_length=5)
    nom = models.CharField("nom", max_length=100)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    contour = models.JSONField("contour")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "insee"], name="commune_unique")
        ]

    def __str__(self) -> str:
        return self.nom


class AncienneCommune(models.Model):
    """Ancien code INSEE d'une commune fusionnée, qui renvoie à la Commune actuelle.

    À ne pas confondre avec un lieu-dit : elle avait son code, que fichiers et règles citent encore.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="anciennes_communes")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="anciennes")
    insee = models.CharField("ancien code INSEE", max_length=5)
    nom = models.CharField("ancien nom", max_length=100)

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["insee"]
        constraints = [
            models.UniqueConstraint(fields=["territoire", "insee"], name="ancienne_commune_unique")
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.insee})"


class CoucheQuerySet(models.QuerySet["Couche"]):
    def of(self, territoire: Territoire) -> "CoucheQuerySet":
        return self.filter(territoire=territoire)

    def published(self) -> "CoucheQuerySet":
        return self.filter(version_publiee__isnull=False)


class Couche(models.Model):
    """Carte des secteurs d'un service sur un territoire.

    À ne pas confondre avec un Secteur, qui en est une zone : une adresse tombe dans un secteur
    de chaque couche.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="couches")
    slug = models.SlugField("identifiant", max_length=50)
    nom = models.CharField("nom", max_length=100)
    version_publiee = models.ForeignKey(
        "Version",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="version publiée",
    )

    objects = CoucheQuerySet.as_manager()

    class Meta:
        verbose_name = "couche"
        verbose_name_plural = "couches"
        ordering = ["nom"]
        constraints = [models.UniqueConstraint(fields=["territoire", "slug"], name="couche_unique")]

    def __str__(self) -> str:
        return self.nom


class SecteurQuerySet(models.QuerySet["Secteur"]):
    def of(self, territoire: Territoire) -> "SecteurQuerySet":
        return self.filter(territoire=territoire)


class Secteur(models.Model):
    """Zone d'une couche, dont les habitants vont aux mêmes lieux.

    À ne pas confondre avec le lieu qui la sert : c'est l'Attribution qui les relie.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="secteurs")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="secteurs")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("code", max_length=40)
    nom = models.CharField("nom", max_length=100)
    priorite = models.SmallIntegerField(
        "priorité",
        default=0,
        help_text="En cas de recouvrement, la plus grande l'emporte.",
    )

    objects = SecteurQuerySet.as_manager()

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["couche", "code"], name="secteur_unique")]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.territoire_id = self.couche.territoire_id
        super().save(*args, **kwargs)


class RegleQuerySet(models.QuerySet["Regle"]):
    def of_couche(self, couche: Couche) -> "RegleQuerySet":
        return self.filter(secteur__couche=couche)


class Regle(models.Model):
    """Ce qui met des adresses dans un secteur : une liste de communes ou un polygone.

    À ne pas confondre avec ce qui s'applique aux usagers : une règle ne vaut qu'une fois compilée
    dans la version publiée de sa couche.
    """

    class Genre(models.TextChoices):
        COMMUNE = "commune", "commune"
        POLYGONE = "polygone", "polygone"

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="regles")
    secteur = models.ForeignKey(Secteur, models.CASCADE, related_name="regles")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    genre = models.CharField("genre", max_length=10, choices=Genre.choices)
    communes = models.JSONField("codes INSEE", default=list, blank=True)
    geometrie = models.JSONField("polygone", null=True, blank=True)

    objects = RegleQuerySet.as_manager()

    class Meta:
        verbose_name = "règle"
        verbose_name_plural = "règles"
        ordering = ["id"]
        indexes = [models.Index(fields=["territoire", "genre"], name="regle_par_genre")]
        constraints = [
            models.CheckConstraint(
                name="regle_polygone_dessine",
                condition=models.Q(genre="commune") | models.Q(geometrie__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} → {self.secteur}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.territoire_id = self.secteur.territoire_id
        super().save(*args, **kwargs)


class VersionManager(models.Manager["Version"]):
    """Leaves the compiled content out: only the index reads it."""

    def get_queryset(self) -> models.QuerySet["Version"]:
        return super().get_queryset().defer("contenu")


class Version(models.Model):
    """Règles d'une couche, compilées et figées le jour de leur publication.

    À ne pas confondre avec les règles, qui continuent de changer : une version ne change jamais.
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="versions")
    couche = models.ForeignKey(Couche, models.CASCADE, related_name="versions")
    numero = models.PositiveIntegerField("numéro")
    contenu = models.JSONField("contenu compilé")
    empreinte = models.CharField("empreinte du contenu", max_length=64, editable=False, default="")
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
