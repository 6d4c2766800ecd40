"""Message: one outgoing e-mail or SMS, written in the transaction that gives the reason to send it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q


class Canal(models.TextChoices):
    EMAIL = "email", "Courriel"
    SMS = "sms", "SMS"


class Genre(models.TextChoices):
    """Why it is sent; the texts live in notifications/."""

    CONFIRMATION = "confirmation", "Confirmation"
    RAPPEL = "rappel", "Rappel"
    DEPLACEMENT = "deplacement", "Déplacement"
    ANNULATION = "annulation", "Annulation"
    LIEN = "lien", "Lien perdu"
    PERTURBATION = "perturbation", "Perturbation"


class EtatMessage(models.TextChoices):
    A_ENVOYER = "a_envoyer", "À envoyer"
    ENVOI = "envoi", "En cours"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Non remis"
    EXPIRE = "expire", "Trop tard"
    ANNULE = "annule", "Sans objet"


class MessageQuerySet(models.QuerySet["Message"]):
    def of(self, territoire) -> MessageQuerySet:
        return self.filter(territoire=territoire)

    def due(self, now: dt.datetime) -> MessageQuerySet:
        """To send now, or whose sender died with its lease. `now` is the database's clock."""
        return self.filter(
            Q(etat=EtatMessage.A_ENVOYER, du__lte=now)
            | Q(etat=EtatMessage.ENVOI, bail__lte=now, du__lte=now)
        ).order_by("du", "pk")

    def waiting(self) -> MessageQuerySet:
        return self.filter(etat=EtatMessage.A_ENVOYER)


class Message(models.Model):
    """Un courriel ou un SMS à envoyer. À ne pas confondre avec son texte, composé au moment de
    l'envoi depuis le rendez-vous tel qu'il est alors."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="+"
    )
    # Idempotency key given to the provider: {rdv uid}:{genre}:{canal}:{sequence}[:{heures}].
    cle = models.CharField(max_length=120, unique=True)
    rdv = models.ForeignKey("booking.Rdv", on_delete=models.CASCADE, related_name="messages")
    usager = models.ForeignKey("booking.Usager", on_delete=models.CASCADE, related_name="+")
    # What a message of genre perturbation tells; its words are read when it leaves.
    perturbation = models.ForeignKey(
        "booking.Perturbation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    genre = models.CharField(max_length=14, choices=Genre)
    canal = models.CharField(max_length=6, choices=Canal)
    # The Rdv's sequence when the row was written: a message about another state is not sent.
    sequence = models.PositiveIntegerField(default=0)
    du = models.DateTimeField("dû le")
    expire = models.DateTimeField("trop tard après")
    etat = models.CharField(max_length=10, choices=EtatMessage, default=EtatMessage.A_ENVOYER)
    bail = models.DateTimeField("réservé jusqu'à", null=True, blank=True)
    essais = models.PositiveSmallIntegerField(default=0)
    fournisseur = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    erreur = models.CharField(max_length=200, blank=True)
    envoye_le = models.DateTimeField(null=True, blank=True)
    cree_le = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["du"],
                condition=Q(etat__in=["a_envoyer", "envoi"]),
                name="message_a_envoyer",
            ),
            models.Index(fields=["rdv", "genre"], name="message_rdv_genre"),
        ]

    def __str__(self) -> str:
        return f"{self.genre} {self.canal} {self.etat}"
