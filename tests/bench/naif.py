"""The yardstick of figure 2: next availability as RDV Service Public computes it.

Site after site, week after week, and two queries for each occurrence of a plage: the absences of
its agent, then what they have booked. Rules (delays, holidays, grid) are those of the engine, written
again here so that equal answers mean something; recurrences alone are expanded by the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from booking import moteur
from booking.models import Absence, Lieu, Motif, Occupation, PlageOuverture
from booking.services.feries import feries_between

Trait = tuple[dt.datetime, dt.datetime]
SEMAINE = dt.timedelta(days=7)


def next_naive(
    *, motif: Motif, lieux: Sequence[Lieu], now: dt.datetime
) -> dict[int, tuple[dt.datetime, int] | None]:
    """(start, agent) of the earliest start of each site, None where there is none."""
    return {lieu.pk: _next_at(motif, lieu, now) for lieu in lieux}


def _next_at(motif: Motif, lieu: Lieu, now: dt.datetime) -> tuple[dt.datetime, int] | None:
    zone = motif.territoire.zone
    earliest = now + dt.timedelta(minutes=motif.delai_min)
    latest = now + dt.timedelta(minutes=motif.delai_max)
    jour, dernier = (instant.astimezone(zone).date() for instant in (earliest, latest))
    while jour <= dernier:
        fin = min(jour + SEMAINE - dt.timedelta(days=1), dernier)
        starts = [
            (start, plage.agent_id)
            for plage in _plages(motif, lieu, jour, fin)
            for start in _starts(plage, motif, jour, fin)
            if earliest <= start <= latest
        ]
        if starts:
            return min(starts)
        jour += SEMAINE
    return None


def _plages(motif: Motif, lieu: Lieu, jour: dt.date, fin: dt.date) -> list[PlageOuverture]:
    plages = PlageOuverture.objects.filter(motifs=motif, lieu=lieu, agent__actif=True)
    return list(plages.filter(premier_jour__lte=fin, jusqu_au__gte=jour))


def _starts(
    plage: PlageOuverture, motif: Motif, jour: dt.date, fin: dt.date
) -> Iterator[dt.datetime]:
    """Every free start of a plage between two days, its grid begun anew after each busy time."""
    zone = motif.territoire.zone
    feries = feries_between(motif.territoire.jours_feries_region, jour, fin)
    duree = dt.timedelta(minutes=motif.duree)
    regle = moteur.parse_recurrence(plage.recurrence)
    serie = moteur.Plage(
        id=plage.pk,
        agent=plage.agent_id,
        lieu=plage.lieu_id,
        motifs=frozenset([motif.pk]),
        premier_jour=plage.premier_jour,
        debut=plage.heure_debut,
        fin=plage.heure_fin,
        recurrence=regle,
    )
    for occurrence in serie.occurrences(jour, fin):
        if occurrence.jour in feries:
            continue
        start, end = (
            dt.datetime.combine(occurrence.jour, heure, zone).astimezone(dt.UTC)
            for heure in (occurrence.debut, occurrence.fin)
        )
        for busy_start, busy_end in [*_busy(plage.agent_id, start, end, zone), (end, end)]:
            while start + duree <= busy_start:
                yield start
                start += duree
            start = max(start, busy_end)


def _busy(agent: int, debut: dt.datetime, fin: dt.datetime, zone: dt.tzinfo) -> list[Trait]:
    """Two queries: the absences of the day, then what is booked. In order."""
    jour = debut.astimezone(zone).date()
    absences = Absence.objects.filter(agent=agent, premier_jour__lte=jour, dernier_jour__gte=jour)
    traits = [
        (
            dt.datetime.combine(absence.premier_jour, absence.heure_debut, zone),
            dt.datetime.combine(absence.dernier_jour, absence.heure_fin, zone),
        )
        for absence in absences
    ]
    day_before = debut - dt.timedelta(days=1)
    traits += Occupation.objects.filter(
        agent=agent, debut__gte=day_before, debut__lt=fin, fin__gt=debut
    ).values_list("debut", "fin")
    return sorted(traits)
