"""PlageOuverture: when an agent receives, where, for which motifs. Wall clock of the territoire."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from booking.models.base import DuTerritoire
from booking.models.choix import Mode


class RecurrentQuerySet(models.QuerySet):
    """Rules that may touch a range of local days, whatever the time since they began."""

    def of(self, territoire) -> Self:
        return self.filter(territoire=territoire)

    def touching(self, premier: dt.date, dernier: dt.date) -> Self:
        """Those with a possible occurrence between two local days, both included."""
        return self.filter(premier_jour__lte=dernier, jusqu_au__gte=premier)


class PlageOuverture(DuTerritoire):
    """Un temps où un agent reçoit, une fois ou chaque semaine. À ne pas confondre avec le
    créneau, qui en est calculé, ni avec l'ouverture d'un motif."""

    agent = models.ForeignKey("booking.Agent", on_delete=models.CASCADE, related_name="plages")
    organisation = models.ForeignKey(
        "booking.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.PROTECT, related_name="plages"
    )
    motifs = models.ManyToManyField("booking.Motif", related_name="plages")
    titre = models.CharField(max_length=80, blank=True)
    premier_jour = models.DateField()
    heure_debut = models.TimeField("début")
    heure_fin = models.TimeField("fin")
    # None, or the RFC 5545 subset of moteur.recurrences:
    # {"every": "week", "interval": 1, "on": ["monday"], "until": "2027-06-30"} or
    # {"every": "month", "interval": 1, "day": {"monday": 2}}.
    recurrence = models.JSONField(null=True, blank=True)
    # Last day an occurrence may start: keeps the range read an index scan. 9999-12-31 = no end.
    jusqu_au = models.DateField(default=dt.date.max)
    # By local day of the occurrence: `annulee`, or other `debut`, `fin` (HH:MM), `lieu` (id), `mode`.
    exceptions = models.JSONField(default=dict, blank=True)
    # Some exception sends an occurrence to another site: kept by save(), so that the range read of
    # that site finds the plage without opening every JSON.
    ailleurs = models.BooleanField(default=False, editable=False)
    # Empty = the motif's own mode; set = this opening is held another way (a site turned to phone).
    mode = models.CharField(max_length=12, choices=Mode, blank=True, default="")

    objects = RecurrentQuerySet.as_manager()

    class Meta:
        verbose_name = "plage d'ouverture"
        verbose_name_plural = "plages d'ouverture"
        constraints = [
            models.CheckConstraint(
                condition=Q(heure_fin__gt=F("heure_debut")), name="plage_fin_apres_debut"
            ),
            models.CheckConstraint(
                condition=Q(jusqu_au__gte=F("premier_jour")), name="plage_jusqu_apres_premier"
            ),
        ]
        indexes = [
            models.Index(fields=["lieu", "jusqu_au"], name="plage_lieu_jusqu"),
            models.Index(fields=["agent", "jusqu_au"], name="plage_agent_jusqu"),
            models.Index(fields=["territoire"], condition=Q(ailleurs=True), name="plage_ailleurs"),
        ]

    def __str__(self) -> str:
        return f"{self.agent} {self.heure_debut:%H:%M}-{self.heure_fin:%H:%M}"

    def save(self, *args, update_fields=None, **kwargs) -> None:
        self.ailleurs = any("lieu" in points for points in self.exceptions.values())
        if update_fields is not None and "exceptions" in update_fields:
            update_fields = {*update_fields, "ailleurs"}
        super().save(*args, update_fields=update_fields, **kwargs)
