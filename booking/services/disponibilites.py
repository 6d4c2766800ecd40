"""What can be booked: the next availability of sites and of services.

Pages, API, search and the booking transaction ask the same reads (`Lecture`) and the same engine.
Instants are UTC. At most seven queries for a next availability, whatever the number of sites.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from booking import moteur
from booking.models import Lieu, Motif, Service, load_reglages
from booking.services.alternatives import Alternative, alternatives
from booking.services.lecture import Lecture
from booking.services.recherche import (
    Face,
    horizon,
    is_held_here,
    local_day,
    open_lieux,
    recherches_for,
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
    "next_of_motifs",
    "next_of_services",
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
    if not lieux or not is_held_here(motif, face):
        return {}
    debut, fin = horizon(motif, now=now, face=face, lieux=lieux)
    lecture = lecture or Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk],
        lieux=lieux,
        premier=local_day(debut, motif),
        dernier=local_day(fin, motif),
        now=now,
        agents=agents,
    )
    missing = {lieu.pk: lieu for lieu in lieux}
    found: dict[int, moteur.Creneau] = {}
    for fenetre in moteur.fenetres(debut, fin, motif.territoire.zone):
        concerned = lecture.agents_at(missing)
        if not concerned:
            break
        agendas = lecture.agendas(fenetre.debut, fenetre.fin, agents=concerned)
        for recherche in recherches_for(
            motif, face=face, lieux=list(missing.values()), agents=concerned
        ):
            starts = moteur.next_par_lieu(
                agendas, recherche, debut=fenetre.debut, fin=fenetre.fin, now=now
            )
            for lieu, start in starts.items():
                if lieu is not None and lieu in missing:
                    found[lieu] = start
                    del missing[lieu]
        if not missing:
            break
    return found


def next_par_service(
    *, services: Iterable[Service], now: dt.datetime
) -> dict[int, ProchainCreneau | None]:
    """The earliest start an usager may book in each service, over all its motifs and sites.

    Services of one territoire. At most nine queries, whatever their number.
    """
    services = list(services)
    found: dict[int, ProchainCreneau | None] = dict.fromkeys(s.pk for s in services)
    motifs = list(
        Motif.objects.active()
        .filter(service__in=services)
        .with_reglages()
        .select_related("territoire", "service")
    )
    if not motifs:
        return found
    lieux = list(Lieu.objects.of(motifs[0].territoire).receiving())
    return found | next_of_services(motifs=motifs, lieux=lieux, now=now)


def next_of_services(
    *, motifs: Sequence[Motif], lieux: Sequence[Lieu], now: dt.datetime
) -> dict[int, ProchainCreneau | None]:
    """The earliest start of each service of these motifs, at these sites that receive.

    One territoire; the motifs' `territoire` should be loaded. At most six queries.
    """
    return _next_of(attrgetter("service_id"), motifs=motifs, lieux=lieux, now=now)


def next_of_motifs(
    *,
    motifs: Sequence[Motif],
    lieux: Sequence[Lieu],
    now: dt.datetime,
    steps: Mapping[tuple[int, int], int],
) -> dict[int, ProchainCreneau | None]:
    """The same for each motif, whose `steps_at` these sites are known."""
    return _next_of(attrgetter("pk"), motifs=motifs, lieux=lieux, now=now, steps=steps)


def _next_of(
    group: Callable[[Motif], int],
    *,
    motifs: Sequence[Motif],
    lieux: Sequence[Lieu],
    now: dt.datetime,
    steps: Mapping[tuple[int, int], int] | None = None,
) -> dict[int, ProchainCreneau | None]:
    """The earliest start among the motifs of each group."""
    found: dict[int, ProchainCreneau | None] = dict.fromkeys(group(m) for m in motifs)
    if not motifs:
        return found
    territoire = motifs[0].territoire
    by_id = {lieu.pk: lieu for lieu in lieux}
    steps = steps_at(motifs, lieux, now=now) if steps is None else steps
    open_at = {
        motif.pk: [
            lieu
            for lieu in lieux
            if is_held_here(motif, Face.USAGER) and steps[motif.pk, lieu.pk] >= Face.USAGER.etape
        ]
        for motif in motifs
    }
    load_reglages(motifs)
    bounds = [horizon(m, now=now, face=Face.USAGER, lieux=open_at[m.pk]) for m in motifs]
    debut, fin = min(b[0] for b in bounds), max(b[1] for b in bounds)
    lecture = Lecture(
        territoire=territoire,
        motifs=[motif.pk for motif in motifs if open_at[motif.pk]],
        lieux=list(lieux),
        premier=local_day(debut, motifs[0]),
        dernier=local_day(fin, motifs[0]),
        now=now,
    )
    for fenetre in moteur.fenetres(debut, fin, territoire.zone):
        waiting = [motif for motif in motifs if found[group(motif)] is None]
        concerned = {
            plage.agent
            for plage in lecture.plages
            if any(motif.pk in plage.motifs for motif in waiting)
        }
        if not concerned:
            break
        agendas = lecture.agendas(fenetre.debut, fenetre.fin, agents=concerned)
        for motif, recherche in _questions(waiting, open_at):
            start = moteur.next_creneau(
                agendas, recherche, debut=fenetre.debut, fin=fenetre.fin, now=now
            )
            known = found[group(motif)]
            if start and start.lieu is not None and (known is None or start.debut < known.debut):
                found[group(motif)] = ProchainCreneau(start.debut, by_id[start.lieu], motif)
    return found


def _questions(
    motifs: Iterable[Motif], open_at: dict[int, list[Lieu]]
) -> Iterator[tuple[Motif, moteur.Recherche]]:
    for motif in motifs:
        for recherche in recherches_for(motif, face=Face.USAGER, lieux=open_at[motif.pk]):
            yield motif, recherche
