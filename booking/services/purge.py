"""Forgetting: what is past its retention goes, service by service (design, decision 21).

An Rdv older than its service's retention is deleted with its participations, messages and needs;
so is an Usager whom no Rdv names any more. The counts that are published are kept (`Cumul`). A
file laid down to be imported is kept a day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from booking.models import Absence, Occupation, PlageOuverture, Rdv, Service, Usager
from booking.services.statistiques import keep_counts
from sectorisation import depots as depots_de_secteurs
from sectorisation.models import Territoire

LOT = 1_000
# An opening or an absence that ended long ago says nothing any more.
REGLES_TERMINEES = dt.timedelta(days=365)
# Someone typed their name but never came to a Rdv: the row is an orphan after a day.
ORPHELIN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BilanPurge:
    """How many rows went, or would go."""

    rdvs: int = 0
    usagers: int = 0
    tenues: int = 0
    regles: int = 0
    depots: int = 0


def purge(*, now: dt.datetime, simulate: bool = False) -> BilanPurge:
    """Forget what is past its retention in every territoire. `simulate` only counts."""
    rdvs = usagers = regles = 0
    for territoire in Territoire.objects.all():
        today = now.astimezone(territoire.zone).date()
        for service in Service.objects.of(territoire):
            limit = months_before(now, service.conservation_mois)
            past = Rdv.objects.filter(motif__service=service, fin__lt=limit)
            rdvs += _delete(past, simulate, before=partial(keep_counts, service=service))
        usagers += _delete(
            Usager.objects.of(territoire).filter(
                participations__isnull=True, cree_le__lt=now - ORPHELIN
            ),
            simulate,
        )
        ended = today - REGLES_TERMINEES
        regles += sum(
            _delete(model.objects.of(territoire).filter(jusqu_au__lt=ended), simulate)
            for model in (PlageOuverture, Absence)
        )
    tenues = _delete(Occupation.objects.expired(now - ORPHELIN), simulate)
    depots = depots_de_secteurs.purge(now=now, simulate=simulate)
    return BilanPurge(rdvs=rdvs, usagers=usagers, tenues=tenues, regles=regles, depots=depots)


def months_before(instant: dt.datetime, months: int) -> dt.datetime:
    """The same day and hour so many months earlier, or the last day of a shorter month."""
    year, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return instant.replace(year=year, month=month + 1, day=min(instant.day, last))


def _delete(
    rows: QuerySet[Model], simulate: bool, before: Callable[[QuerySet[Any]], None] | None = None
) -> int:
    """By short transactions: a purge never holds the writer of SQLite for long.

    `before` is given the rows of each, in the same transaction.
    """
    if simulate:
        return rows.count()
    total = 0
    while keys := list(rows.values_list("pk", flat=True)[:LOT]):
        with transaction.atomic():
            lot = rows.model._default_manager.filter(pk__in=keys)
            if before:
                before(lot)
            lot.delete()
        total += len(keys)
    return total
