"""Ouverture: the step at which a motif stands at a site (design, decision 9).

One rule, asked by every page, by the API and by search: the line of the site wins over the line of
its organisation, which wins over the motif's own step. A dated next step takes effect by itself.
None goes above the motif's `plafond`, which closes a whole use case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from booking.models.choix import Etape

if TYPE_CHECKING:
    from booking.models.lieu import Lieu
    from booking.models.motif import Motif


class OuvertureQuerySet(models.QuerySet["Ouverture"]):
    def steps(
        self, *, motifs: Iterable[Motif], lieux: Iterable[Lieu], today: dt.date
    ) -> dict[tuple[int, int], int]:
        """Effective step of each (motif id, lieu id), in one query. `today` is the local day."""
        motifs, lieux = list(motifs), list(lieux)
        lines = self.filter(motif__in=[m.pk for m in motifs]).filter(
            Q(lieu__in=[x.pk for x in lieux])
            | Q(organisation__in={x.organisation_id for x in lieux})
        )
        by_lieu: dict[tuple[int, int], int] = {}
        by_organisation: dict[tuple[int, int], int] = {}
        for line in lines:
            if line.lieu_id:
                by_lieu[line.motif_id, line.lieu_id] = line.step_on(today)
            elif line.organisation_id:
                by_organisation[line.motif_id, line.organisation_id] = line.step_on(today)
        return {
            (m.pk, x.pk): min(
                m.plafond,
                by_lieu.get(
                    (m.pk, x.pk), by_organisation.get((m.pk, x.organisation_id), m.ouverture)
                ),
            )
            for m in motifs
            for x in lieux
        }


class Ouverture(models.Model):
    """L'étape à laquelle un motif se trouve dans un lieu ou une organisation : rappels seuls,
    secrétariat, prescripteurs et invités, en ligne. À ne pas confondre avec la plage
    d'ouverture, qui dit quand un agent reçoit."""

    motif = models.ForeignKey("booking.Motif", on_delete=models.CASCADE, related_name="ouvertures")
    organisation = models.ForeignKey(
        "booking.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    etape = models.PositiveSmallIntegerField("étape", choices=Etape)
    prochaine_etape = models.PositiveSmallIntegerField(choices=Etape, null=True, blank=True)
    a_partir_du = models.DateField("à partir du", null=True, blank=True)

    objects = OuvertureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lieu__isnull=True) ^ Q(organisation__isnull=True),
                name="ouverture_lieu_ou_organisation",
            ),
            models.UniqueConstraint(
                fields=["motif", "lieu"],
                condition=Q(lieu__isnull=False),
                name="ouverture_unique_par_lieu",
            ),
            models.UniqueConstraint(
                fields=["motif", "organisation"],
                condition=Q(organisation__isnull=False),
                name="ouverture_unique_par_organisation",
            ),
            models.CheckConstraint(
                condition=Q(prochaine_etape__isnull=True, a_partir_du__isnull=True)
                | Q(prochaine_etape__isnull=False, a_partir_du__isnull=False),
                name="ouverture_prochaine_etape_datee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motif} : {self.get_etape_display()}"

    def step_on(self, day: dt.date) -> int:
        """The step in force on a local day."""
        if self.a_partir_du and self.prochaine_etape and day >= self.a_partir_du:
            return self.prochaine_etape
        return self.etape
