"""ReglageLocal: what a motif changes at a site, so that nobody retypes it in each organisation.

Same order as `Ouverture`: the line of the site wins over the line of its organisation, which wins
over the motif, value by value. Whoever asks a duration, a delay or a word for a site asks `held_at`
first: nothing else knows that lines exist.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from booking.models.lieu import Lieu
    from booking.models.motif import Motif
    from booking.models.rdv import Rdv

UN_AN_EN_MINUTES = 365 * 24 * 60

REMPLACES = ("duree", "delai_min", "delai_max", "restriction", "consigne", "rappels")
"""What a line replaces when it says something; `pieces` are added to the motif's own.

Who may be reached how, for whom one books, the mode and the sectorisation stay the motif's alone:
the journey asks them before a site is known.
"""


class ReglageLocal(models.Model):
    """Ce qu’un lieu ou une organisation change à un motif : durée, délais, consigne, pièces,
    rappels. À ne pas confondre avec l’ouverture, qui dit par quelle voie on y prend rendez-vous."""

    motif = models.ForeignKey("booking.Motif", on_delete=models.CASCADE, related_name="reglages")
    organisation = models.ForeignKey(
        "booking.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    lieu = models.ForeignKey(
        "booking.Lieu", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    duree = models.PositiveSmallIntegerField(
        "durée (minutes)",
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(12 * 60)],
    )
    delai_min = models.PositiveIntegerField(
        "délai minimum (minutes)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(UN_AN_EN_MINUTES)],
    )
    delai_max = models.PositiveIntegerField(
        "délai maximum (minutes)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(UN_AN_EN_MINUTES)],
    )
    restriction = models.TextField("à accepter avant", blank=True)
    consigne = models.TextField("consigne après réservation", blank=True)
    pieces = models.JSONField("pièces à apporter en plus", default=list, blank=True)
    # None says nothing; an empty list says that no reminder leaves from here.
    rappels = models.JSONField("rappels (heures avant)", null=True, blank=True)

    class Meta:
        verbose_name = "réglage local"
        verbose_name_plural = "réglages locaux"
        constraints = [
            models.CheckConstraint(
                condition=Q(lieu__isnull=True) ^ Q(organisation__isnull=True),
                name="reglage_lieu_ou_organisation",
            ),
            models.UniqueConstraint(
                fields=["motif", "lieu"],
                condition=Q(lieu__isnull=False),
                name="reglage_unique_par_lieu",
            ),
            models.UniqueConstraint(
                fields=["motif", "organisation"],
                condition=Q(organisation__isnull=False),
                name="reglage_unique_par_organisation",
            ),
            models.CheckConstraint(
                condition=Q(duree__isnull=True) | Q(duree__gte=5), name="reglage_duree_minimum"
            ),
            models.CheckConstraint(
                condition=Q(delai_min__isnull=True)
                | Q(delai_max__isnull=True)
                | Q(delai_max__gt=models.F("delai_min")),
                name="reglage_delais_ordonnes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motif} : {self.organisation or self.lieu}"

    def changes(self) -> dict[str, Any]:
        """What this line replaces, by field name."""
        return {
            name: value
            for name in REMPLACES
            if (value := getattr(self, name)) is not None and value != ""
        }


def load_reglages(motifs: Iterable[Motif]) -> None:
    """Read the lines of these motifs in one query, unless there is none or they were read."""
    roots = [motif.base or motif for motif in motifs]
    unread = [m for m in roots if m.lignes is None and m.regle_localement is not False]
    if not unread:
        return
    lines: dict[int, list[ReglageLocal]] = {motif.pk: [] for motif in unread}
    for line in ReglageLocal.objects.filter(motif__in=lines):
        lines[line.motif_id].append(line)
    for motif in unread:
        motif.lignes = lines[motif.pk]


def held_at(motif: Motif, lieu: Lieu | None, *, organisation_id: int | None = None) -> Motif:
    """The motif as held at this site: itself, or a copy with what is changed there.

    The copy cannot be saved, and asked for another site it begins again from the motif. Without a
    site, `organisation_id` is who answers for the Rdv; nobody, and the motif stands as it is. One
    query the first time a motif is asked, none afterwards or when it knows there is no line.
    """
    motif = motif.base or motif
    if lieu is not None:
        organisation_id = lieu.organisation_id
    if motif.regle_localement is False or organisation_id is None:
        return motif
    if motif.lignes is None:
        load_reglages([motif])
    here = [line for line in motif.lignes or () if line.organisation_id == organisation_id]
    if lieu is not None:
        # The site comes last: it has the last word.
        here += [line for line in motif.lignes or () if line.lieu_id == lieu.pk]
    if not here:
        return motif
    held = copy.copy(motif)
    held.base = motif
    for line in here:
        for name, value in line.changes().items():
            setattr(held, name, value)
        held.pieces = [*held.pieces, *(p for p in line.pieces if p not in held.pieces)]
    return held


def held_for(rdv: Rdv) -> Motif:
    """The motif of an Rdv as held where it takes place: what its messages and pages say."""
    return held_at(rdv.motif, rdv.lieu, organisation_id=rdv.organisation_id)
