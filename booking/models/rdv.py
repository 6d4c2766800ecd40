"""Rdv: an appointment, and the people who come to it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from booking.models.base import DuTerritoire, ReferenceExterne, reference_unique
from booking.models.choix import ANNULES, Auteur, Mode, Statut


class RdvQuerySet(models.QuerySet["Rdv"]):
    def of(self, territoire) -> RdvQuerySet:
        return self.filter(territoire=territoire)

    def standing(self) -> RdvQuerySet:
        """Not cancelled."""
        return self.exclude(statut__in=ANNULES)

    def upcoming(self, now: dt.datetime) -> RdvQuerySet:
        return self.filter(statut=Statut.A_VENIR, debut__gt=now)

    def of_couche(self, couche) -> RdvQuerySet:
        """Those of the services that follow a couche, whose place is known."""
        return self.filter(
            territoire=couche.territoire_id, motif__service__couche=couche, lon__isnull=False
        )

    def for_agent(self, agent) -> RdvQuerySet:
        return self.filter(agent=agent)

    def between(self, debut: dt.datetime, fin: dt.datetime) -> RdvQuerySet:
        """Touching the half-open interval [debut, fin), aware datetimes."""
        return self.filter(debut__lt=fin, fin__gt=debut)

    def with_people(self) -> RdvQuerySet:
        """Everything a list or a page of appointments shows, in two queries."""
        return self.select_related(
            "motif__service", "lieu", "organisation", "agent"
        ).prefetch_related(
            models.Prefetch(
                "participations", Participation.objects.select_related("usager", "proche")
            )
        )


class Rdv(DuTerritoire, ReferenceExterne):
    """Un rendez-vous pris. À ne pas confondre avec le créneau, qui n'est qu'un début possible."""

    motif = models.ForeignKey("booking.Motif", on_delete=models.PROTECT, related_name="rdvs")
    organisation = models.ForeignKey(
        "booking.Organisation", on_delete=models.PROTECT, related_name="rdvs"
    )
    agent = models.ForeignKey("booking.Agent", on_delete=models.PROTECT, related_name="rdvs")
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.PROTECT, related_name="rdvs"
    )
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.SUR_PLACE)
    debut = models.DateTimeField()
    fin = models.DateTimeField()
    # Copied from the service at booking: a service that changes later does not unveil the past.
    discret = models.BooleanField(default=False)

    statut = models.CharField(max_length=14, choices=Statut, default=Statut.A_VENIR)
    statut_par = models.CharField("statut donné par", max_length=12, choices=Auteur, blank=True)
    statut_agent = models.ForeignKey(
        "booking.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    statut_le = models.DateTimeField(null=True, blank=True)
    annule_le = models.DateTimeField(null=True, blank=True)
    annule_tard = models.BooleanField("annulé tard", default=False)
    # When the interval freed by the cancellation was given to someone else: the figure that says
    # whether an early word spared an empty chair.
    repris_le = models.DateTimeField("intervalle repris le", null=True, blank=True)

    origine = models.CharField("pris par", max_length=12, choices=Auteur, default=Auteur.USAGER)
    cree_le = models.DateTimeField()
    # In which it was booked: its messages are written in it. Agents book in French.
    langue = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    cle_formulaire = models.CharField(max_length=64, null=True, blank=True)

    # The link token is derived (HMAC of uid and generation), never stored: see services/liens.py.
    jeton_empreinte = models.CharField(max_length=64, unique=True)
    jeton_generation = models.PositiveIntegerField(default=1)
    code_empreinte = models.CharField(max_length=64)
    # Increases with every change told to a calendar or a message.
    sequence = models.PositiveIntegerField(default=0)

    besoin_interprete = models.CharField("langue de l'interprète", max_length=60, blank=True)
    besoin_lsf = models.BooleanField("interprète en langue des signes", default=False)
    besoin_fauteuil = models.BooleanField("accueil en fauteuil roulant", default=False)
    besoin_autre = models.CharField("autre besoin", max_length=200, blank=True)
    # [{"question": "…", "reponse": "…"}]: the words as they stood, purged with the Rdv.
    reponses = models.JSONField("réponses", default=list, blank=True)
    note = models.TextField("note pour l'équipe", blank=True)
    # Kept only for a visit at home; otherwise the address serves to find the secteur and goes.
    adresse = models.CharField(max_length=200, blank=True)

    # How the secteur was decided (design, decision 15). Null = booked without an address.
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    adresse_type = models.CharField(max_length=14, blank=True)
    adresse_score = models.FloatField(null=True, blank=True)
    adresse_id = models.CharField(max_length=40, blank=True)
    secteur = models.ForeignKey(
        "sectorisation.Secteur", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    secteur_version = models.PositiveIntegerField(null=True, blank=True)
    # What decided: the kind of rule, and its row when one rule alone did. No foreign key: the rule
    # may be deleted since, the version it was frozen in stays.
    secteur_regle = models.CharField(max_length=80, blank=True)
    secteur_regle_id = models.PositiveBigIntegerField(null=True, blank=True)

    objects = RdvQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        constraints = [
            models.CheckConstraint(condition=Q(fin__gt=F("debut")), name="rdv_fin_apres_debut"),
            models.UniqueConstraint(
                fields=["territoire", "cle_formulaire"], name="rdv_cle_formulaire_unique"
            ),
            models.UniqueConstraint(
                fields=["territoire", "code_empreinte"], name="rdv_code_unique"
            ),
            reference_unique("rdv_reference_unique"),
        ]
        indexes = [
            models.Index(fields=["agent", "debut"], name="rdv_agent_debut"),
            models.Index(fields=["territoire", "debut"], name="rdv_territoire_debut"),
            models.Index(fields=["lieu", "debut"], name="rdv_lieu_debut"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.debut:%Y-%m-%d %H:%M}"

    @property
    def annule(self) -> bool:
        return self.statut in ANNULES

    @property
    def a_des_besoins(self) -> bool:
        return bool(
            self.besoin_interprete or self.besoin_lsf or self.besoin_fauteuil or self.besoin_autre
        )


class Participation(models.Model):
    """La venue d'un usager (ou de son proche) à un rendez-vous. À ne pas confondre avec le rdv,
    qui peut réunir plusieurs participations."""

    rdv = models.ForeignKey("booking.Rdv", on_delete=models.CASCADE, related_name="participations")
    usager = models.ForeignKey(
        "booking.Usager", on_delete=models.PROTECT, related_name="participations"
    )
    proche = models.ForeignKey(
        "booking.Proche", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    prevenir = models.BooleanField("envoyer des messages", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rdv", "usager"], name="participation_unique")
        ]

    def __str__(self) -> str:
        return str(self.proche or self.usager)
