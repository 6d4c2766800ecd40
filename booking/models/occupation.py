"""Occupation: an interval an agent cannot give twice (design, decision 10).

The exclusion constraint is the database's last word on PostgreSQL. On SQLite the immediate
transaction is alone when it checks and writes, so the constraint has no SQL there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Nature(models.TextChoices):
    """What takes the interval."""

    RDV = "rdv", "Rendez-vous"
    TENUE = "tenue", "Créneau tenu"
    EXTERNE = "externe", "Agenda externe"


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ExclusionSurPostgresql(ExclusionConstraint):
    """An exclusion constraint that is silent on databases that have none."""

    def _speaks(self, connection_or_editor) -> bool:
        connection = getattr(connection_or_editor, "connection", connection_or_editor)
        return connection.vendor == "postgresql"

    def constraint_sql(self, model, schema_editor):
        return super().constraint_sql(model, schema_editor) if self._speaks(schema_editor) else None

    def create_sql(self, model, schema_editor):
        return super().create_sql(model, schema_editor) if self._speaks(schema_editor) else None

    def remove_sql(self, model, schema_editor):
        return super().remove_sql(model, schema_editor) if self._speaks(schema_editor) else None

    def check(self, model, connection):
        return []

    def validate(self, model, instance, exclude=None, using="default"):
        """Never by a query before the write: the lock and the re-check decide, then the database."""


class OccupationQuerySet(models.QuerySet["Occupation"]):
    def blocking(self, now: dt.datetime) -> OccupationQuerySet:
        """All but the holds whose time is over."""
        return self.exclude(nature=Nature.TENUE, expire__lte=now)

    def expired(self, now: dt.datetime) -> OccupationQuerySet:
        return self.filter(nature=Nature.TENUE, expire__lte=now)

    def holds(self) -> OccupationQuerySet:
        return self.filter(nature=Nature.TENUE)

    def held_by(self, empreinte: str) -> OccupationQuerySet:
        """The hold of one visitor, by the fingerprint kept of them; of nobody when it is empty."""
        # Said as the index says it: SQLite would otherwise read the whole table.
        return self.holds().filter(visiteur=empreinte).exclude(visiteur="")

    def of_agents(
        self, agents: Iterable[int], debut: dt.datetime, fin: dt.datetime
    ) -> OccupationQuerySet:
        """Touching [debut, fin); a btree range on (agent, debut): no occupation lasts over a day."""
        return self.filter(
            agent__in=agents, debut__lt=fin, debut__gte=debut - dt.timedelta(days=1), fin__gt=debut
        )


class Occupation(models.Model):
    """Un intervalle qu'un agent ne peut pas donner deux fois : rendez-vous, créneau tenu, agenda
    externe. À ne pas confondre avec l'absence, qui est une règle."""

    # Without an index of its own: the planner would prefer it to (agent, debut) and read years.
    agent = models.ForeignKey(
        "booking.Agent", on_delete=models.CASCADE, related_name="occupations", db_index=False
    )
    debut = models.DateTimeField()
    fin = models.DateTimeField()
    nature = models.CharField(max_length=8, choices=Nature)
    rdv = models.OneToOneField(
        "booking.Rdv", null=True, blank=True, on_delete=models.CASCADE, related_name="occupation"
    )
    # An agent overbooked knowingly: outside the constraint, still read by every check.
    force = models.BooleanField(default=False)

    # A hold only.
    expire = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the visitor's secret: one hold a visitor.
    visiteur = models.CharField(max_length=64, blank=True, default="")
    renouvelee = models.BooleanField("renouvelée", default=False)
    motif = models.ForeignKey(
        "booking.Motif", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = OccupationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")), name="occupation_fin_apres_debut"
            ),
            models.CheckConstraint(
                condition=~Q(nature=Nature.TENUE) | Q(expire__isnull=False),
                name="occupation_tenue_expire",
            ),
            models.UniqueConstraint(
                fields=["visiteur"],
                condition=Q(nature=Nature.TENUE) & ~Q(visiteur=""),
                name="occupation_une_tenue_par_visiteur",
            ),
            ExclusionSurPostgresql(
                name="occupation_sans_chevauchement",
                expressions=[
                    ("agent", RangeOperators.EQUAL),
                    (TsTzRange("debut", "fin"), RangeOperators.OVERLAPS),
                ],
                condition=Q(force=False, nature__in=[Nature.RDV, Nature.TENUE]),
            ),
        ]
        indexes = [
            # What a search asks of a row is in the index: on PostgreSQL the table is not read.
            models.Index(
                fields=["agent", "debut"],
                include=["fin", "nature", "expire"],
                name="occupation_lecture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} {self.debut:%Y-%m-%d %H:%M}"
