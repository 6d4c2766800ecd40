"""What can be booked: next availability, and the starts near one that is gone.

Pages, API, search and the booking transaction ask the same reads (`Lecture`) and the same engine.
Instants are UTC. At most six queries for a next availability, whatever the number of sites.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from booking import moteur
from booking.models import Lieu, Motif, Rattachement, Service
from booking.services.depart import sign_depart
from booking.services.lecture import RIEN, Lecture, Sauf
from booking.services.recherche import (
    Face,
    horizon,
    local_day,
    open_lieux,
    recherche_for,
    steps_at,
)
from booking.services.semaine import CreneauPropose, Jour, Semaine, week

__all__ = [
    "Alternative",
    "CreneauPropose",
    "Face",
    "Jour",
    "ProchainCreneau",
    "Semaine",
    "alternatives",
    "next_par_lieu",
    "next_par_service",
    "week",
]


@dataclass(frozen=True, slots=True)
class ProchainCreneau:
    """The next start of a service: where, and for which motif."""

    debut: dt.datetime
    lieu: Lieu
    motif: Motif


@dataclass(frozen=True, slots=True)
class Alternative:
    """A free start proposed in place of another. `valeur` is what a form posts to choose it."""

    debut: dt.datetime
    fin: dt.datetime
    lieu: Lieu | None
    valeur: str


def next_par_lieu(
    *,
    motif: Motif,
    lieux: Iterable[Lieu],
    now: dt.datetime,
    face: Face = Face.USAGER,
    agents: Collection[int] | None = None,
) -> dict[int, moteur.Creneau | None]:
    """The earliest start of each site, by its id; None where there is none or it is not open.

    `motif.territoire` should be loaded. `agents` narrows the search to some of them.
    """
    lieux = list(lieux)
    ouverts = open_lieux(motif=motif, lieux=lieux, now=now, face=face)
    found: dict[int, moteur.Creneau | None] = dict.fromkeys(lieu.pk for lieu in lieux)
    found.update(
        next_open(motif=motif, lieux=ouverts, now=now, face=face, agents=agents),
    )
    return found


def next_open(
    *,
    motif: Motif,
    lieux: Sequence[Lieu],
    now: dt.datetime,
    face: Face,
    agents: Collection[int] | None = None,
    lecture: Lecture | None = None,
) -> dict[int, moteur.Creneau]:
    """The earliest start of each of these sites, already known to be open to this face."""
    if not lieux:
        return {}
    debut, fin = horizon(motif, now=now, face=face)
    lecture = lecture or Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk],
        lieux=lieux,
        premier=local_day(debut, motif),
        dernier=local_day(fin, motif),
        now=now,
        agents=agents,
    )
    missing = {lieu.pk for lieu in lieux}
    found: dict[int, moteur.Creneau] = {}
    for fenetre in moteur.fenetres(debut, fin, motif.territoire.zone):
        concerned = lecture.agents_at(missing)
        if not concerned:
            break
        starts = moteur.next_par_lieu(
            lecture.agendas(fenetre.debut, fenetre.fin, agents=concerned),
            recherche_for(motif, face=face, lieux=missing, agents=concerned),
            debut=fenetre.debut,
            fin=fenetre.fin,
            now=now,
        )
        found.update({lieu: start for lieu, start in starts.items() if lieu is not None})
        missing -= starts.keys()
        if not missing:
            break
    return found


def next_par_service(
    *, services: Iterable[Service], now: dt.datetime
) -> dict[int, ProchainCreneau | None]:
    """The earliest start an usager may book in each service, over all its motifs and sites.

    Services of one territoire. At most eight queries, whatever their number.
    """
    services = list(services)
    found: dict[int, ProchainCreneau | None] = dict.fromkeys(s.pk for s in services)
    motifs = list(
        Motif.objects.active().filter(service__in=services).select_related("territoire", "service")
    )
    if not motifs:
        return found
    territoire = motifs[0].territoire
    lieux = {lieu.pk: lieu for lieu in Lieu.objects.of(territoire).receiving()}
    steps = steps_at(motifs, lieux.values(), now=now)
    open_at = {
        motif.pk: {pk for pk in lieux if steps[motif.pk, pk] >= Face.USAGER.etape}
        for motif in motifs
    }
    bounds = [horizon(motif, now=now, face=Face.USAGER) for motif in motifs]
    debut, fin = min(b[0] for b in bounds), max(b[1] for b in bounds)
    lecture = Lecture(
        territoire=territoire,
        motifs=[motif.pk for motif in motifs if open_at[motif.pk]],
        lieux=list(lieux.values()),
        premier=local_day(debut, motifs[0]),
        dernier=local_day(fin, motifs[0]),
        now=now,
    )
    for fenetre in moteur.fenetres(debut, fin, territoire.zone):
        waiting = [motif for motif in motifs if found[motif.service_id] is None]
        concerned = {
            plage.agent
            for plage in lecture.plages
            if any(motif.pk in plage.motifs for motif in waiting)
        }
        if not concerned:
            break
        agendas = lecture.agendas(fenetre.debut, fenetre.fin, agents=concerned)
        for motif in waiting:
            start = moteur.next_creneau(
                agendas,
                recherche_for(motif, face=Face.USAGER, lieux=open_at[motif.pk]),
                debut=fenetre.debut,
                fin=fenetre.fin,
                now=now,
            )
            known = found[motif.service_id]
            if start and start.lieu is not None and (known is None or start.debut < known.debut):
                found[motif.service_id] = ProchainCreneau(start.debut, lieux[start.lieu], motif)
    return found


def alternatives(
    *,
    motif: Motif,
    lieu: Lieu | None,
    debut: dt.datetime,
    now: dt.datetime,
    limit: int = 3,
    face: Face = Face.USAGER,
    autres: Iterable[Lieu] | None = None,
    sauf: Sauf = RIEN,
) -> list[Alternative]:
    """Free starts near `debut`, nearest first: at the same site, then at others.

    `autres` None: every site that offers the motif, unless its rattachement is imposed, for then
    only the caller knows the usager's secteur.
    """
    kept = _near(motif, None if lieu is None else [lieu], debut, now, face, sauf, limit)
    if len(kept) < limit and lieu is not None:
        if autres is None:
            autres = (
                []
                if motif.rattachement == Rattachement.IMPOSE
                else Lieu.objects.offering(motif, local_day(now, motif))
            )
        others = [autre for autre in autres if autre.pk != lieu.pk]
        kept += _near(motif, others, debut, now, face, sauf, limit - len(kept))
    return kept


def _near(
    motif: Motif,
    lieux: Sequence[Lieu] | None,
    debut: dt.datetime,
    now: dt.datetime,
    face: Face,
    sauf: Sauf,
    limit: int,
) -> list[Alternative]:
    ouverts = None if lieux is None else open_lieux(motif=motif, lieux=lieux, now=now, face=face)
    if ouverts == [] or (ouverts is None and motif.ouverture < face.etape):
        return []
    first, last = horizon(motif, now=now, face=face)
    lecture = Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk],
        lieux=ouverts,
        premier=local_day(first, motif),
        dernier=local_day(last, motif),
        now=now,
        sauf=sauf,
    )
    recherche = recherche_for(
        motif, face=face, lieux=None if ouverts is None else [lieu.pk for lieu in ouverts]
    )
    by_id = {lieu.pk: lieu for lieu in ouverts or ()}
    found: dict[tuple[dt.datetime, int | None], moteur.Creneau] = {}
    # Most answers stand in the week around; the rest of the horizon is read only when they do not.
    for bas, haut in _around(debut, first, last):
        for start in moteur.find_creneaux(
            lecture.agendas(bas, haut), recherche, debut=bas, fin=haut, now=now
        ):
            found.setdefault((start.debut, start.lieu), start)
        if len(found) >= limit:
            break
    nearest = sorted(found.values(), key=lambda c: (abs(c.debut - debut), c.debut, c.lieu or 0))
    chosen = [(c, by_id.get(c.lieu) if c.lieu is not None else None) for c in nearest[:limit]]
    return [
        Alternative(c.debut, c.fin, at, sign_depart(motif=motif, lieu=at, debut=c.debut, now=now))
        for c, at in chosen
    ]


def _around(
    debut: dt.datetime, first: dt.datetime, last: dt.datetime
) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    week = dt.timedelta(days=7)
    bas, haut = max(first, debut - week), min(last, debut + week)
    if bas < haut:
        yield bas, haut
    if first < last:
        yield first, last
