"""What puts addresses into a secteur, in the four ways people say it."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from sectorisation.adresses.normalisation import street_name
from sectorisation.models.couche import Couche, Secteur
from sectorisation.models.territoire import Territoire
from sectorisation.regles import Porte


class RegleQuerySet(models.QuerySet["Regle"]):
    def of_couche(self, couche: Couche) -> "RegleQuerySet":
        return self.filter(secteur__couche=couche)

    def of_kind(self, genre: str) -> "RegleQuerySet":
        return self.filter(genre=genre)

    def valid_on(self, jour: dt.date) -> "RegleQuerySet":
        """Rules in force on a day; both dates of a rule are included in it."""
        return self.filter(
            Q(valide_du__isnull=True) | Q(valide_du__lte=jour),
            Q(valide_au__isnull=True) | Q(valide_au__gte=jour),
        )

    def without_geometry(self) -> "RegleQuerySet":
        """For tables of rules, which never draw."""
        return self.defer("geometrie")


class Regle(models.Model):
    """Ce qui met des adresses dans un secteur : communes, voie, polygone ou adresse seule.

    À ne pas confondre avec ce qui s'applique aux usagers : une règle ne vaut qu'une fois compilée
    dans la version publiée de sa couche.
    """

    class Genre(models.TextChoices):
        COMMUNE = "commune", "commune"
        VOIE = "voie", "voie"
        POLYGONE = "polygone", "polygone"
        ADRESSE = "adresse", "adresse"

    class Parite(models.TextChoices):
        TOUS = "tous", "tous les numéros"
        PAIRS = "pairs", "numéros pairs"
        IMPAIRS = "impairs", "numéros impairs"

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="regles")
    secteur = models.ForeignKey(Secteur, models.CASCADE, related_name="regles")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    genre = models.CharField("genre", max_length=10, choices=Genre.choices)
    priorite = models.SmallIntegerField(
        "priorité",
        default=0,
        help_text="Entre règles de même genre, la plus grande l'emporte.",
    )
    valide_du = models.DateField("en vigueur à partir du", null=True, blank=True)
    valide_au = models.DateField("en vigueur jusqu'au", null=True, blank=True)

    # commune
    communes = models.JSONField("codes INSEE", default=list, blank=True)
    # polygone: one Polygon a row, its holes kept
    geometrie = models.JSONField("polygone", null=True, blank=True)
    # voie and adresse. Identifiers change and names are rewritten: a street is known by both.
    insee = models.CharField("commune de la voie", max_length=5, blank=True, default="")
    voies = models.JSONField("identifiants BAN de la voie", default=list, blank=True)
    voie_nom = models.CharField("nom de la voie", max_length=150, blank=True, default="")
    nom_normalise = models.CharField(max_length=150, blank=True, default="", editable=False)
    numero_du = models.PositiveIntegerField("du numéro", null=True, blank=True)
    numero_au = models.PositiveIntegerField("au numéro", null=True, blank=True)
    parite = models.CharField(
        "parité", max_length=7, choices=Parite.choices, default=Parite.TOUS, blank=True
    )
    suffixes = models.JSONField(
        "suffixes", default=list, blank=True, help_text="Vide : tous. Le texte vide : sans suffixe."
    )
    adresse_id = models.CharField("identifiant de l'adresse", max_length=60, blank=True, default="")
    libelle = models.CharField("libellé", max_length=200, blank=True, default="")

    objects = RegleQuerySet.as_manager()

    class Meta:
        verbose_name = "règle"
        verbose_name_plural = "règles"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["territoire", "genre"], name="regle_par_genre"),
            models.Index(fields=["territoire", "insee"], name="regle_par_commune"),
        ]
        constraints = [
            models.CheckConstraint(
                name="regle_polygone_dessine",
                condition=~Q(genre="polygone") | Q(geometrie__isnull=False),
            ),
            models.CheckConstraint(
                name="regle_voie_nommee",
                condition=~Q(genre="voie") | (~Q(insee="") & ~Q(nom_normalise="")),
            ),
            models.CheckConstraint(
                name="regle_adresse_designee", condition=~Q(genre="adresse") | ~Q(adresse_id="")
            ),
            models.CheckConstraint(
                name="regle_numeros_dans_l_ordre",
                condition=Q(numero_du__isnull=True)
                | Q(numero_au__isnull=True)
                | Q(numero_au__gte=F("numero_du")),
            ),
            models.CheckConstraint(
                name="regle_dates_dans_l_ordre",
                condition=Q(valide_du__isnull=True)
                | Q(valide_au__isnull=True)
                | Q(valide_au__gte=F("valide_du")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.describe()} → {self.secteur}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.normalise()
        super().save(*args, **kwargs)

    def normalise(self) -> None:
        """What other columns decide; bulk writes call it themselves."""
        self.territoire_id = self.secteur.territoire_id
        self.nom_normalise = street_name(self.voie_nom)[:150]
        if self.genre == Regle.Genre.ADRESSE:
            # BAN's identifier names the commune, the street, the number and the suffix.
            porte = Porte.read(self.adresse_id)
            self.insee = self.insee or self.adresse_id[:5]
            self.voies = self.voies or [porte.voie]
            self.numero_du = self.numero_au = porte.numero
            self.suffixes = [] if porte.numero is None else [porte.suffixe]

    def describe(self) -> str:
        """The rule in French, without its secteur."""
        match self.genre:
            case Regle.Genre.COMMUNE:
                nombre = len(self.communes)
                return f"{nombre} communes" if nombre > 1 else "commune " + "".join(self.communes)
            case Regle.Genre.VOIE:
                return f"{self.voie_nom} ({self.insee}){self.describe_numbers()}"
            case Regle.Genre.ADRESSE:
                return self.libelle or self.adresse_id
        return self.libelle or "polygone"

    def describe_numbers(self) -> str:
        """ ", du 2 au 40, numéros pairs": nothing for a whole street."""
        du, au = self.numero_du, self.numero_au
        morceaux = []
        if du is not None and au is not None:
            morceaux.append(f"du {du} au {au}" if du != au else f"au {du}")
        elif du is not None:
            morceaux.append(f"à partir du {du}")
        elif au is not None:
            morceaux.append(f"jusqu'au {au}")
        if self.parite in (Regle.Parite.PAIRS, Regle.Parite.IMPAIRS):
            morceaux.append(Regle.Parite(self.parite).label)
        if self.suffixes:
            morceaux.append("suffixes " + ", ".join(s or "aucun" for s in self.suffixes))
        return "".join(f", {morceau}" for morceau in morceaux)
