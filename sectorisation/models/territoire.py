"""A territoire and its outline."""

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
