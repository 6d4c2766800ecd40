"""Taking an interval of an agent's diary: who may, then one attempt after the other.

Every write of an Occupation by a hold, a booking or a move goes through `take`: lock one agent,
drop the expired holds, ask the engine again (absences included), write. Each attempt is a
savepoint: rolled back, it frees the lock before the next agent is tried, so that nobody ever holds
two diaries. On PostgreSQL the exclusion constraint has the last word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Count, Q

from booking import moteur
from booking.errors import CreneauImpossible, CreneauPris, MotifFerme
from booking.locks import is_conflict, lock_agent
from booking.models import Lieu, Motif, Nature, Occupation, held_at
from booking.services.disponibilites import alternatives
from booking.services.lecture import RIEN, Lecture, Sauf
from booking.services.rattachement import (
    AdresseResolue,
    agents_for_address,
    lieux_for_address,
)
from booking.services.recherche import Face, is_open_at, local_day, recherche_for

T = TypeVar("T")

# No start is offered further than the longest delay a motif may have.
_LOIN = dt.timedelta(days=367)


@dataclass(frozen=True, slots=True)
class Souhait:
    """The interval someone asks for. The duration is the motif's at that site; `debut` is UTC.

    `tenu`: this visitor holds, or held, that very start. `sauf`: what of theirs does not count.
    `adresse` decides where else they may be sent, and by whom they may be received. `suivi` is the
    agent of the Rdv being moved, who may keep it whatever the attributions have become. `duree`:
    the minutes this visitor holds, which bind even when the site has changed its own since.
    """

    motif: Motif
    lieu: Lieu | None
    debut: dt.datetime
    face: Face = Face.USAGER
    sauf: Sauf = RIEN
    tenu: bool = False
    adresse: AdresseResolue | None = None
    suivi: int | None = None
    duree: int | None = None

    @property
    def fin(self) -> dt.datetime:
        minutes = self.duree or held_at(self.motif, self.lieu).duree
        return self.debut + dt.timedelta(minutes=minutes)

    @property
    def recherche(self) -> moteur.Recherche:
        return recherche_for(
            self.motif, face=self.face, lieu=self.lieu, tenu=self.tenu, duree=self.duree
        )

    def served_by(self) -> frozenset[int] | None:
        """The only agents who may receive; None for all. A secrétariat sends people where it must."""
        if self.face is Face.SECRETARIAT:
            return None
        agents = agents_for_address(motif=self.motif, adresse=self.adresse)
        return agents if agents is None or self.suivi is None else agents | {self.suivi}

    def read(self, *, now: dt.datetime, agents: Collection[int] | None = None) -> Lecture:
        """The reads for the local day of this start."""
        jour = local_day(self.debut, self.motif)
        return Lecture(
            territoire=self.motif.territoire,
            motifs=[self.motif.pk],
            lieux=None if self.lieu is None else [self.lieu],
            premier=jour,
            dernier=jour,
            now=now,
            agents=agents,
            sauf=self.sauf,
        )


@dataclass(frozen=True, slots=True)
class Prise:
    """An interval that is free under the lock, with what the Rdv copies from its opening."""

    agent_id: int
    organisation_id: int
    lieu_id: int | None
    mode: str
    debut: dt.datetime
    fin: dt.datetime


class _Refus(Exception):
    """This agent is not free after all: roll the savepoint back."""


def candidates(souhait: Souhait, *, now: dt.datetime, signe: bool) -> list[int]:
    """Agents who seem free, the one to try first in front. Takes no lock.

    Unless `signe` or held, the start must be on today's grid. Raises MotifFerme, CreneauImpossible
    (nobody ever received then) or CreneauPris (someone did, and is taken).
    """
    check_sense(souhait, now=now)
    if not is_open_at(motif=souhait.motif, lieu=souhait.lieu, now=now, face=souhait.face):
        raise MotifFerme()
    lecture = souhait.read(now=now, agents=souhait.served_by())
    agendas = lecture.agendas(souhait.debut, souhait.fin)
    recherche, debut, fin = souhait.recherche, souhait.debut, souhait.fin
    fits = moteur.free_agents(agendas, recherche, debut=debut, fin=fin, now=now)
    free = (
        fits
        if signe or souhait.tenu
        else moteur.agents_on_grid(agendas, recherche, debut=debut, now=now)
    )
    if free:
        return rank(free, souhait)
    received = moteur.free_agents(lecture.openings, recherche, debut=debut, fin=fin, now=now)
    if set(received) - set(fits):
        raise taken(souhait, now=now)
    raise CreneauImpossible()


def check_sense(souhait: Souhait, *, now: dt.datetime) -> None:
    """Refuse what no page ever offered: another territoire's site, a year 9999, half a minute."""
    lieu, motif, debut = souhait.lieu, souhait.motif, souhait.debut
    foreign = lieu is not None and lieu.territoire_id != motif.territoire_id
    if foreign or debut.tzinfo is None or not now < debut < now + _LOIN:
        raise CreneauImpossible()


def rank(agents: Iterable[int], souhait: Souhait) -> list[int]:
    """Fewest Rdv that local day, then that week, then the smallest id."""
    agents = list(agents)
    if len(agents) < 2:
        return agents
    zone = souhait.motif.territoire.zone
    jour = local_day(souhait.debut, souhait.motif)
    lundi = jour - dt.timedelta(days=jour.weekday())
    day = moteur.jours_entiers(jour, jour, zone)
    week = moteur.jours_entiers(lundi, lundi + dt.timedelta(days=6), zone)
    counts = (
        Occupation.objects.of_agents(agents, week.debut, week.fin)
        .filter(nature=Nature.RDV)
        .values("agent_id")
        .annotate(
            week=Count("pk"),
            day=Count("pk", filter=Q(debut__gte=day.debut, debut__lt=day.fin)),
        )
    )
    by_agent = {row["agent_id"]: row for row in counts}
    return moteur.rank_agents(
        agents,
        rdvs_du_jour={agent: row["day"] for agent, row in by_agent.items()},
        rdvs_de_la_semaine={agent: row["week"] for agent, row in by_agent.items()},
    )


def take(
    souhait: Souhait,
    *,
    agents: Iterable[int],
    now: dt.datetime,
    write: Callable[[Prise], T],
) -> T | None:
    """Try these agents in order; None when none is free any more.

    Each attempt is a transaction (a savepoint, when the caller has one open): the next one begins
    with no lock held. `write` runs under the lock: a conflict the database finds in it counts as a refusal.
    """
    for agent_id in agents:
        try:
            with transaction.atomic():
                lock_agent(agent_id)
                Occupation.objects.filter(agent=agent_id).expired(now).delete()
                prise = recheck(souhait, agent_id=agent_id, now=now)
                if prise is None:
                    raise _Refus
                return write(prise)
        except _Refus:
            continue
        except DatabaseError as error:
            if not is_conflict(error):
                raise
    return None


def recheck(souhait: Souhait, *, agent_id: int, now: dt.datetime) -> Prise | None:
    """Is the interval free with this agent, now that nobody else can write in the diary?

    Who serves the secteur is read again too: an attribution may have gone since the page was made.
    """
    served_by = souhait.served_by()
    if served_by is not None and agent_id not in served_by:
        return None
    lecture = souhait.read(now=now, agents=[agent_id])
    creneau = moteur.free_creneau(
        lecture.agendas(souhait.debut, souhait.fin),
        souhait.recherche,
        agent=agent_id,
        debut=souhait.debut,
        fin=souhait.fin,
        now=now,
    )
    if creneau is None:
        return None
    return Prise(
        agent_id=agent_id,
        organisation_id=lecture.organisations[creneau.plage],
        lieu_id=creneau.lieu,
        mode=creneau.mode,
        debut=creneau.debut,
        fin=creneau.fin,
    )


def taken(souhait: Souhait, *, now: dt.datetime) -> CreneauPris:
    """The refusal, with free starts near the one that is gone, where this person may go."""
    return CreneauPris(
        alternatives(
            motif=souhait.motif,
            lieu=souhait.lieu,
            debut=souhait.debut,
            now=now,
            face=souhait.face,
            autres=lieux_for_address(motif=souhait.motif, adresse=souhait.adresse),
            agents=souhait.served_by(),
            sauf=souhait.sauf,
        )
    )
