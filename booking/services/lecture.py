"""The range reads behind every answer about creneaux: plages, absences, occupations, suspensions.

Rows come as tuples: a model instance costs more than the sweep it feeds. Occupations are read by
the btree on (agent, debut), window by window; plages and absences once for the whole horizon.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Exists, Field, Func, Q, TextField
from django.db.models.functions import Cast

from booking import moteur
from booking.models import Absence, Gene, Lieu, Nature, Occupation, Perturbation, PlageOuverture
from booking.models.perturbation import PerturbationQuerySet
from booking.services.feries import feries_between
from booking.services.fermetures import closed_days, without_closed_days
from sectorisation.models import Territoire

_PLAGE = (
    "pk",
    "agent_id",
    "lieu_id",
    "premier_jour",
    "heure_debut",
    "heure_fin",
    Cast("recurrence", TextField()),
    "mode",
    Cast("exceptions", TextField()),
    "organisation_id",
    "motifs__pk",
)
_ABSENCE = (
    "agent_id",
    "premier_jour",
    "heure_debut",
    "dernier_jour",
    "heure_fin",
    Cast("recurrence", TextField()),
    Cast("exceptions", TextField()),
)


class EpochSeconds(Func):
    """An instant as an integer: the driver would spend more on datetimes than the engine on all."""

    # A plain Field has no converter: one call a value would cost more than the value.
    output_field: Field[Any, Any] = Field()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="UNIXEPOCH", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "EXTRACT(EPOCH FROM %(expressions)s)::bigint"
        return super().as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True, slots=True)
class Sauf:
    """What does not count as taken: the visitor's own hold, the Rdv being moved.

    `visiteur` is the fingerprint kept on the hold, `rdv` a primary key.
    """

    visiteur: str = ""
    rdv: int | None = None


RIEN = Sauf()


class Lecture:
    """What the engine needs for some motifs at some sites between two local days, both included.

    `lieux` None reads the openings tied to no site. Inactive motifs, services and agents, and days
    when a site is closed, are left out here: no caller can forget them.
    """

    def __init__(
        self,
        *,
        territoire: Territoire,
        motifs: Collection[int],
        lieux: Collection[Lieu] | None,
        premier: dt.date,
        dernier: dt.date,
        now: dt.datetime,
        agents: Collection[int] | None = None,
        sauf: Sauf = RIEN,
    ) -> None:
        self.territoire = territoire
        self.premier, self.dernier = premier, dernier
        self.now = now
        self.sauf = sauf
        self.motifs = motifs
        self.lieux = lieux
        self.organisations: dict[int, int] = {}
        """Organisation id of each plage id."""
        self._suspended = False
        self.plages = self._read_plages(motifs, agents)

    def agents_at(self, lieux: Collection[int] | None = None) -> set[int]:
        """Agents with a plage that may take place at these sites (all those read when None)."""
        return {
            plage.agent
            for plage in self.plages
            if lieux is None or any(lieu in lieux for lieu in plage.lieux)
        }

    def agendas(
        self,
        debut: dt.datetime,
        fin: dt.datetime,
        *,
        agents: Collection[int] | None = None,
    ) -> moteur.Agendas:
        """Everything known for starts in `[debut, fin)`, occupations included."""
        zone = self.territoire.zone
        # `fin` is excluded: at midnight, the day it opens is not read.
        last = fin - dt.timedelta(seconds=1)
        jours = moteur.jours_entiers(
            debut.astimezone(zone).date(), last.astimezone(zone).date(), zone
        )
        agents = self.agents_at() if agents is None else agents
        return self._agendas(self.absences, self._read_occupations(agents, jours))

    @cached_property
    def openings(self) -> moteur.Agendas:
        """Plages and holidays alone, as if nobody had booked or been away."""
        return self._agendas((), ())

    @cached_property
    def absences(self) -> list[moteur.Indisponibilite]:
        agents = self.agents_at()
        if not agents:
            return []
        rows = (
            Absence.objects.of(self.territoire)
            .touching(self.premier, self.dernier)
            .filter(agent__in=agents)
            .values_list(*_ABSENCE)
        )
        return [
            moteur.Indisponibilite(
                agent=agent,
                premier_jour=premier_jour,
                debut=debut,
                dernier_jour=dernier_jour,
                fin=fin,
                recurrence=_recurrence(recurrence),
                exceptions=_exceptions(exceptions),
            )
            for agent, premier_jour, debut, dernier_jour, fin, recurrence, exceptions in rows
        ]

    @cached_property
    def feries(self) -> dict[dt.date, str]:
        return feries_between(self.territoire.jours_feries_region, self.premier, self.dernier)

    def _agendas(
        self,
        absences: Iterable[moteur.Indisponibilite],
        occupes: Iterable[tuple[int, int, int]],
    ) -> moteur.Agendas:
        return moteur.Agendas(
            fuseau=self.territoire.zone,
            plages=self.plages,
            indisponibilites=absences,
            secondes=occupes,
            feries=self.feries,
            suspensions=self.suspensions,
        )

    @cached_property
    def suspensions(self) -> dict[int, list[moteur.Suspension]]:
        """By motif, what an announced disturbance suspends: its service, or a site and who comes.

        Most days have none: the plages say so as they are read, at no query of its own.
        """
        found: dict[int, list[moteur.Suspension]] = {}
        if not self._suspended:
            return found
        query = self._suspending().filter(
            Q(service__isnull=True) | Q(service__motifs__in=self.motifs)
        )
        for service, lieu, motif, debut, fin in query.values_list(
            "service_id", "lieu_id", "service__motifs", EpochSeconds("debut"), EpochSeconds("fin")
        ):
            suspension = moteur.Suspension(debut, fin, lieu, sur_place=service is None)
            for touched in self.motifs if service is None else (motif,):
                found.setdefault(touched, []).append(suspension)
        return found

    def _suspending(self) -> PerturbationQuerySet:
        jours = moteur.jours_entiers(self.premier, self.dernier, self.territoire.zone)
        suspending = Perturbation.objects.of(self.territoire).filter(gene=Gene.SUSPENDU)
        return suspending.touching(jours.debut, jours.fin)

    def _read_plages(
        self, motifs: Collection[int], agents: Collection[int] | None
    ) -> list[moteur.Plage]:
        here = (
            Q(lieu__isnull=True)
            if self.lieux is None
            else Q(lieu__in=[lieu.pk for lieu in self.lieux]) | Q(ailleurs=True)
        )
        query = (
            PlageOuverture.objects.of(self.territoire)
            .touching(self.premier, self.dernier)
            .filter(here, agent__actif=True)
            .filter(motifs__in=motifs, motifs__actif=True, motifs__service__actif=True)
            .order_by("pk")
        )
        if agents is not None:
            query = query.filter(agent__in=agents)
        # One row a (plage, motif): the motifs of a plage are gathered as they come.
        rows: dict[int, tuple[Any, ...]] = {}
        served: dict[int, list[int]] = {}
        for row in query.values_list(*_PLAGE, Exists(self._suspending())):
            rows[row[0]] = row
            *_, organisation, motif, self._suspended = row
            served.setdefault(row[0], []).append(motif)
            self.organisations[row[0]] = organisation
        closed: dict[int | None, dict[dt.date, str]] = {
            lieu.pk: days
            for lieu in self.lieux or ()
            if (days := closed_days(lieu, self.premier, self.dernier))
        }
        return [without_closed_days(_plage(row, served[pk]), closed) for pk, row in rows.items()]

    def _read_occupations(
        self, agents: Collection[int], jours: moteur.Intervalle
    ) -> list[tuple[int, int, int]]:
        if not agents:
            return []
        query = Occupation.objects.of_agents(agents, jours.debut, jours.fin).blocking(self.now)
        if self.sauf.visiteur:
            query = query.exclude(nature=Nature.TENUE, visiteur=self.sauf.visiteur)
        if self.sauf.rdv is not None:
            query = query.exclude(rdv=self.sauf.rdv)
        return list(query.values_list("agent_id", EpochSeconds("debut"), EpochSeconds("fin")))


def _plage(row: tuple[Any, ...], motifs: Iterable[int]) -> moteur.Plage:
    pk, agent, lieu, premier_jour, debut, fin, recurrence, mode, exceptions = row[:9]
    return moteur.Plage(
        id=pk,
        agent=agent,
        lieu=lieu,
        motifs=frozenset(motifs),
        premier_jour=premier_jour,
        debut=debut,
        fin=fin,
        recurrence=_recurrence(recurrence),
        mode=mode or None,
        exceptions=_exceptions(exceptions),
    )


@lru_cache(maxsize=4096)
def _recurrence(texte: str | None) -> moteur.Recurrence | None:
    """The rule of a stored JSON text: thousands of plages share a few dozen of them."""
    return moteur.parse_recurrence(json.loads(texte)) if texte else None


@lru_cache(maxsize=4096)
def _exceptions(texte: str | None) -> tuple[moteur.ExceptionOccurrence, ...]:
    return moteur.parse_exceptions(json.loads(texte)) if texte else ()
