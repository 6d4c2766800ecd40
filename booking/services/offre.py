"""What a service offers today, site by site: pages, their booking block and the API show it.

One reading of plages, absences and occupations for all the motifs, and one rule for what may be
booked online (design, decision 9): a site whose motifs are not open online keeps its phone number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from booking import moteur
from booking.models import (
    CasUsage,
    Lieu,
    Motif,
    Ouverture,
    PlageOuverture,
    Service,
    held_at,
    load_reglages,
)
from booking.services.disponibilites import ProchainCreneau, next_of_motifs
from booking.services.lecture import Lecture
from booking.services.recherche import (
    Face,
    horizon,
    is_held_here,
    local_day,
    recherches_for,
    steps_at,
)
from sectorisation.models import Territoire


@dataclass(frozen=True, slots=True)
class LieuOffert:
    """A site of the service; `prochain` is its earliest start, over the motifs open there.

    `ailleurs` names who holds the agenda, when all that is open there is booked elsewhere.
    """

    lieu: Lieu
    en_ligne: bool
    prochain: ProchainCreneau | None
    ailleurs: str = ""


@dataclass(frozen=True, slots=True)
class MotifOffert:
    """A motif of the service; `en_ligne` when an usager may book it at one site at least.

    `duree`, in minutes, is None when the sites where it is offered do not hold it alike.
    """

    motif: Motif
    en_ligne: bool
    duree: int | None


@dataclass(frozen=True, slots=True)
class Offre:
    """Sites by earliest start, then by name; motifs in the order the service chose."""

    service: Service
    motifs: list[MotifOffert]
    lieux: list[LieuOffert]

    @property
    def en_ligne(self) -> bool:
        return any(motif.en_ligne for motif in self.motifs)

    @property
    def prochain(self) -> ProchainCreneau | None:
        return self.lieux[0].prochain if self.lieux else None


def read_offre(*, service: Service, motif: Motif | None = None, now: dt.datetime) -> Offre:
    """The whole service, or one of its motifs. At most nine queries, whatever the sites."""
    motifs = list(
        Motif.objects.active()
        .filter(service=service, **({"pk": motif.pk} if motif else {}))
        .with_reglages()
        .select_related("territoire", "service")
        .order_by("ordre", "nom")
    )
    if not motifs:
        return Offre(service, [], [])
    lieux = _lieux_of(motifs, local_day(now, motifs[0]))
    steps = steps_at(motifs, lieux, now=now)
    open_at = {
        m.pk: {x.pk for x in lieux if steps[m.pk, x.pk] >= Face.USAGER.etape} for m in motifs
    }
    held = [m for m in motifs if open_at[m.pk] and is_held_here(m, Face.USAGER)]
    starts = _next_starts(held, lieux, open_at, now=now)
    offered = [
        LieuOffert(
            lieu,
            any(lieu.pk in places for places in open_at.values()),
            starts.get(lieu.pk),
            _holder([m for m in motifs if lieu.pk in open_at[m.pk]]),
        )
        for lieu in lieux
    ]
    offered.sort(key=_soonest_first)
    load_reglages(motifs)
    return Offre(
        service,
        [MotifOffert(m, bool(open_at[m.pk]), _same_duree(m, lieux, open_at[m.pk])) for m in motifs],
        offered,
    )


def _same_duree(motif: Motif, lieux: Sequence[Lieu], places: set[int]) -> int | None:
    """What may be said before a site is chosen."""
    durees = {held_at(motif, lieu).duree for lieu in lieux if lieu.pk in places}
    durees = durees or {motif.duree}
    return durees.pop() if len(durees) == 1 else None


@dataclass(frozen=True, slots=True)
class DemarcheOfferte:
    """A motif of a use case; `prochain` is its earliest start, over the sites open to usagers."""

    motif: Motif
    en_ligne: bool
    prochain: ProchainCreneau | None


def read_cas_usage(*, cas_usage: CasUsage, now: dt.datetime) -> list[DemarcheOfferte]:
    """Its active motifs, in their order. At most seven queries, whatever their number."""
    motifs = list(
        Motif.objects.active()
        .filter(cas_usage=cas_usage)
        .select_related("territoire", "service")
        .order_by("ordre", "nom")
    )
    if not motifs:
        return []
    lieux = _lieux_of(motifs, local_day(now, motifs[0]))
    steps = steps_at(motifs, lieux, now=now)
    online = {m.pk for m in motifs if any(steps[m.pk, x.pk] >= Face.USAGER.etape for x in lieux)}
    held = [m for m in motifs if m.pk in online]
    starts = next_of_motifs(motifs=held, lieux=lieux, now=now, steps=steps)
    return [DemarcheOfferte(m, m.pk in online, starts.get(m.pk)) for m in motifs]


def _holder(motifs: Sequence[Motif]) -> str:
    """Who holds the agenda of all these motifs, when none is held here."""
    names = [motif.ailleurs_nom for motif in motifs if motif.ailleurs]
    return names[0] if names and len(names) == len(motifs) else ""


def bookable_online(
    *, territoire: Territoire, motifs: Sequence[Motif], now: dt.datetime
) -> set[int]:
    """Ids of those an usager may book at one site at least. Two queries, whatever the motifs."""
    if not motifs:
        return set()
    lieux = _lieux_of(motifs, now.astimezone(territoire.zone).date())
    steps = steps_at(motifs, lieux, now=now)
    return {m.pk for m in motifs if any(steps[m.pk, x.pk] >= Face.USAGER.etape for x in lieux)}


def _lieux_of(motifs: Sequence[Motif], today: dt.date) -> list[Lieu]:
    """Sites that receive and where someone holds, or says how one reaches, one of these motifs."""
    plages = PlageOuverture.objects.filter(motifs__in=motifs, jusqu_au__gte=today)
    ouvertures = Ouverture.objects.filter(motif__in=motifs)
    return list(
        Lieu.objects.of(motifs[0].territoire)
        .receiving()
        .select_related("organisation")
        .filter(
            Exists(plages.filter(lieu=OuterRef("pk")))
            | Exists(ouvertures.filter(lieu=OuterRef("pk")))
            | Exists(ouvertures.filter(organisation=OuterRef("organisation")))
        )
    )


def _next_starts(
    motifs: Sequence[Motif],
    lieux: Sequence[Lieu],
    open_at: dict[int, set[int]],
    *,
    now: dt.datetime,
) -> dict[int, ProchainCreneau]:
    """Earliest start of each site over the motifs open there, in growing windows."""
    found: dict[int, ProchainCreneau] = {}
    missing = {pk for motif in motifs for pk in open_at[motif.pk]}
    if not missing:
        return found
    by_id = {lieu.pk: lieu for lieu in lieux}
    load_reglages(motifs)
    places = {m.pk: [by_id[pk] for pk in sorted(open_at[m.pk])] for m in motifs}
    bounds = [horizon(m, now=now, face=Face.USAGER, lieux=places[m.pk]) for m in motifs]
    debut, fin = min(b[0] for b in bounds), max(b[1] for b in bounds)
    lecture = Lecture(
        territoire=motifs[0].territoire,
        motifs=[motif.pk for motif in motifs],
        lieux=[by_id[pk] for pk in missing],
        premier=local_day(debut, motifs[0]),
        dernier=local_day(fin, motifs[0]),
        now=now,
    )
    for fenetre in moteur.fenetres(debut, fin, motifs[0].territoire.zone):
        concerned = lecture.agents_at(missing)
        if not concerned:
            break
        agendas = lecture.agendas(fenetre.debut, fenetre.fin, agents=concerned)
        for motif in motifs:
            here = [lieu for lieu in places[motif.pk] if lieu.pk in missing]
            for recherche in recherches_for(motif, face=Face.USAGER, lieux=here):
                starts = moteur.next_par_lieu(
                    agendas, recherche, debut=fenetre.debut, fin=fenetre.fin, now=now
                )
                for pk, start in starts.items():
                    known = found.get(pk) if pk is not None else None
                    if pk is not None and (known is None or start.debut < known.debut):
                        found[pk] = ProchainCreneau(start.debut, by_id[pk], motif)
        missing -= found.keys()
        if not missing:
            break
    return found


def _soonest_first(offered: LieuOffert) -> tuple[bool, dt.datetime, bool, str]:
    start = offered.prochain.debut if offered.prochain else dt.datetime.max.replace(tzinfo=dt.UTC)
    return (offered.prochain is None, start, not offered.en_ligne, offered.lieu.nom)
