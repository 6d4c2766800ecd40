"""Motif: what one comes for, and the rules that go with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from booking.models.base import DuTerritoire, ReferenceExterne, reference_unique
from booking.models.choix import Contact, Etape, Mode, Niveau, Rattachement
from booking.models.ouverture import Ouverture
from booking.models.plage import PlageOuverture
from booking.models.reglage_local import UN_AN_EN_MINUTES, ReglageLocal

if TYPE_CHECKING:
    from booking.models.lieu import Lieu


def contacts_par_defaut() -> list[str]:
    return [Contact.MOBILE, Contact.EMAIL]


def rappels_par_defaut() -> list[int]:
    return [48]


class MotifQuerySet(models.QuerySet["Motif"]):
    def of(self, territoire) -> MotifQuerySet:
        return self.filter(territoire=territoire)

    def in_order(self) -> MotifQuerySet:
        """As people read them."""
        return self.order_by("service__ordre", "service__nom", "ordre", "nom")

    def active(self) -> MotifQuerySet:
        return self.filter(actif=True, service__actif=True)

    def with_reglages(self) -> MotifQuerySet:
        """Each says whether anything is changed locally: asking a site then costs no query."""
        lines = ReglageLocal.objects.filter(motif=OuterRef("pk"))
        return self.annotate(regle_localement=Exists(lines))

    def offered_at(self, lieu: Lieu, today: dt.date) -> MotifQuerySet:
        """Those that someone holds there, or whose way in is said for this site (see `Lieu`)."""
        plages = PlageOuverture.objects.filter(motifs=OuterRef("pk"), jusqu_au__gte=today)
        ouvertures = Ouverture.objects.filter(motif=OuterRef("pk"))
        return self.of(lieu.territoire_id).filter(
            Exists(plages.filter(lieu=lieu))
            | Exists(ouvertures.filter(lieu=lieu))
            | Exists(ouvertures.filter(organisation=lieu.organisation_id))
        )


class Motif(DuTerritoire, ReferenceExterne):
    """Ce pour quoi l'on vient : durée, mode, règles. À ne pas confondre avec le service, qui
    réunit plusieurs motifs."""

    service = models.ForeignKey("booking.Service", on_delete=models.PROTECT, related_name="motifs")
    cas_usage = models.ForeignKey(
        "booking.CasUsage",
        verbose_name="cas d'usage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="motifs",
    )
    nom = models.CharField(max_length=120)
    nom_court = models.CharField("nom court (agenda)", max_length=14, blank=True)
    slug = models.SlugField(max_length=80)
    aide = models.CharField("une ligne d'aide", max_length=200, blank=True)
    duree = models.PositiveSmallIntegerField(
        "durée (minutes)",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(12 * 60)],
    )
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.SUR_PLACE)
    # Delays bound what usagers see, in minutes from now; agents are not held to them.
    delai_min = models.PositiveIntegerField(
        "délai minimum (minutes)", default=30, validators=[MaxValueValidator(UN_AN_EN_MINUTES)]
    )
    delai_max = models.PositiveIntegerField(
        "délai maximum (minutes)",
        default=90 * 24 * 60,
        validators=[MaxValueValidator(UN_AN_EN_MINUTES)],
    )
    rattachement = models.CharField(
        max_length=10, choices=Rattachement, default=Rattachement.CONSEILLE
    )
    niveau = models.CharField(
        "niveau de sectorisation", max_length=12, choices=Niveau, default=Niveau.LIEU
    )
    ouverture = models.PositiveSmallIntegerField(choices=Etape, default=Etape.SECRETARIAT)
    # No site goes further than this, whatever its own line says: how a use case closes, and opens
    # again with every line as it was.
    plafond = models.PositiveSmallIntegerField(
        "au plus", choices=Etape, default=Etape.EN_LIGNE, editable=False
    )
    contacts = models.JSONField("contacts acceptés", default=contacts_par_defaut)
    pour_enfant = models.BooleanField("le rendez-vous est pour un enfant", default=False)
    naissance = models.BooleanField("demander la date de naissance", default=False)
    demande_besoins = models.BooleanField("demander les besoins d'accueil", default=False)
    restriction = models.TextField("à accepter avant", blank=True)
    consigne = models.TextField("consigne après réservation", blank=True)
    pieces = models.JSONField("pièces à apporter", default=list, blank=True)
    rappels = models.JSONField("rappels (heures avant)", default=rappels_par_defaut)
    deplacable = models.BooleanField("l'usager peut déplacer", default=True)
    annulable = models.BooleanField("l'usager peut annuler", default=True)
    # Cancelling stays open until the start (a late word beats an empty chair); moving does not.
    delai_deplacement = models.PositiveIntegerField(
        "délai pour déplacer (minutes avant)", default=4 * 60
    )
    # Booked in someone else's agenda: the journey leads to the site, then out to this address.
    ailleurs_url = models.URLField(
        "réservé ailleurs : adresse",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"], message="Écrivez une adresse en https://.")],
    )
    ailleurs_nom = models.CharField("réservé ailleurs : chez qui", max_length=120, blank=True)
    ordre = models.PositiveSmallIntegerField(default=100)
    actif = models.BooleanField(default=True)

    regle_localement: bool | None = None
    """Whether lines of `ReglageLocal` exist, when it was asked with the motif (`with_reglages`)."""
    lignes: list[ReglageLocal] | None = None
    """Those lines, once they were read (`load_reglages`)."""
    base: Motif | None = None
    """The motif itself, on a copy that says how it is held at a site (see `ReglageLocal`)."""

    objects = MotifQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territoire", "slug"], name="motif_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(delai_max__gt=models.F("delai_min")),
                name="motif_delais_ordonnes",
            ),
            models.CheckConstraint(
                condition=models.Q(ailleurs_url="", ailleurs_nom="")
                | ~models.Q(ailleurs_url="") & ~models.Q(ailleurs_nom=""),
                name="motif_ailleurs_nomme",
            ),
            models.CheckConstraint(condition=models.Q(duree__gte=5), name="motif_duree_minimum"),
            reference_unique("motif_reference_unique"),
        ]

    def __str__(self) -> str:
        return self.nom

    def save(self, *args, **kwargs) -> None:
        if self.base is not None:
            raise TypeError("A motif as held at a site is read, never saved.")
        self.slug = self.slug or slugify(self.nom)[:80]
        super().save(*args, **kwargs)

    @property
    def etape(self) -> int:
        """Where it stands when no site says otherwise."""
        return min(self.ouverture, self.plafond)

    @property
    def propose(self) -> bool:
        """Is it still offered? A closed one keeps its Rdv: agents alone move them."""
        return self.actif and self.service.actif

    @property
    def se_deplace(self) -> bool:
        """May an usager move an Rdv of this motif by themselves, in time?"""
        return self.deplacable and self.propose

    @property
    def ailleurs(self) -> bool:
        """Is it booked in another agenda than Parvis's? Its Ouverture says where, all the same."""
        return bool(self.ailleurs_url)

    @property
    def sectorise(self) -> bool:
        """Does the secteur of an address say anything about who receives for this motif?"""
        return self.niveau != Niveau.TERRITOIRE and self.service.couche_id is not None

    @property
    def par_agent(self) -> bool:
        """Only the agents of the usager's secteur receive, whatever the rattachement."""
        return self.niveau == Niveau.AGENT and self.sectorise

    @property
    def toutes_pieces(self) -> list[str]:
        """What to bring: the service's list, then this motif's own."""
        return [*self.service.pieces, *self.pieces]
