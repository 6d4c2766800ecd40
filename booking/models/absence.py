"""Absence: when an agent does not receive. Wall clock of the territoire; for every organisation."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from booking.models.base import DuTerritoire
from booking.models.plage import RecurrentQuerySet


class Absence(DuTerritoire):
    """Un temps où un agent ne reçoit pas (congé, réunion, formation). À ne pas confondre avec le
    statut « absent », qui parle de l'usager."""

    agent = models.ForeignKey("booking.Agent", on_delete=models.CASCADE, related_name="absences")
    titre = models.CharField(max_length=80, blank=True)
    premier_jour = models.DateField()
    heure_debut = models.TimeField("début", default=dt.time(0, 0))
    dernier_jour = models.DateField()
    heure_fin = models.TimeField("fin", default=dt.time(23, 59))
    recurrence = models.JSONField(null=True, blank=True)
    # Last day an occurrence may cover: `dernier_jour` when it happens once.
    jusqu_au = models.DateField(default=dt.date.max)
    exceptions = models.JSONField(default=dict, blank=True)

    objects = RecurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dernier_jour__gt=F("premier_jour"))
                | Q(dernier_jour=F("premier_jour"), heure_fin__gt=F("heure_debut")),
                name="absence_fin_apres_debut",
            ),
        ]
        indexes = [models.Index(fields=["agent", "jusqu_au"], name="absence_agent_jusqu")]

    def __str__(self) -> str:
        return self.titre or "Absence"
