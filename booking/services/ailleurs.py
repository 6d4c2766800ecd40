"""Motifs booked in someone else's agenda: who may leave for it, and how many do."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from booking.models import DepartAilleurs, Etape, Lieu, Motif
from booking.services.recherche import Face, local_day, steps_at


def leads_elsewhere(*, motif: Motif, now: dt.datetime) -> bool:
    """Is this motif open online, in another agenda, at one site at least?

    Held at no site, its own step decides. At most two queries.
    """
    if not motif.ailleurs:
        return False
    lieux = list(Lieu.objects.offering(motif, local_day(now, motif)))
    if not lieux:
        return motif.etape >= Etape.EN_LIGNE
    steps = steps_at([motif], lieux, now=now)
    return any(steps[motif.pk, lieu.pk] >= Face.USAGER.etape for lieu in lieux)


@transaction.atomic
def count_departure(*, motif: Motif, now: dt.datetime) -> None:
    """One more person gone to book elsewhere, on the local day of `now`. Nothing says who."""
    row, _created = DepartAilleurs.objects.get_or_create(motif=motif, jour=local_day(now, motif))
    DepartAilleurs.objects.filter(pk=row.pk).update(nombre=F("nombre") + 1)
