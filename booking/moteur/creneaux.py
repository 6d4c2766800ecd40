"""The starts that can be booked in a window: computed, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from booking.moteur.agendas import Agendas
from booking.moteur.balayage import Balayage, instant
from booking.moteur.recherche import Recherche
from booking.moteur.series import Id


@dataclass(frozen=True, slots=True)
class Creneau:
    """A start that can be booked with one agent; lieu and mode as they are that day. UTC."""

    debut: datetime
    fin: datetime
    agent: Id
    lieu: Id | None
    plage: Id
    mode: str


@dataclass(frozen=True, slots=True)
class CreneauOffert:
    """A start as an usager sees it: one line, whoever receives. Ids are sorted."""

    debut: datetime
    fin: datetime
    agents: tuple[Id, ...]
    lieux: tuple[Id, ...]


def find_creneaux(
    agendas: Agendas, recherche: Recherche, *, debut: datetime, fin: datetime, now: datetime
) -> list[Creneau]:
    """Every start in `[debut, fin)`, sorted by (start, agent), without duplicates.

    Two identical plages give one start; the same hour at two lieux gives two, until one is taken.
    """
    balayage = Balayage(agendas, recherche, debut=debut, fin=fin, now=now)
    vus: dict[tuple[int, Id, Id | None, str], Id] = {}
    for plage in balayage.plages():
        for ouverture in balayage.ouvertures(plage):
            for depart in balayage.departs(plage.agent, ouverture.debut, ouverture.fin):
                vus.setdefault((depart, plage.agent, ouverture.lieu, ouverture.mode), plage.id)
    # Sorting is stable: beyond the agent, the order is that of the plages.
    return [
        Creneau(instant(depart), instant(depart + balayage.duree), agent, lieu, plage, mode)
        for (depart, agent, lieu, mode), plage in sorted(vus.items(), key=_debut_puis_agent)
    ]


def _debut_puis_agent(vu: tuple[tuple[int, Id, Id | None, str], Id]) -> tuple[int, Id]:
    return vu[0][:2]


def group_by_debut(creneaux: Iterable[Creneau]) -> list[CreneauOffert]:
    """One line per start, with the agents who are free then and the lieux where they are."""
    groupes: dict[tuple[datetime, datetime], list[Creneau]] = {}
    for creneau in creneaux:
        groupes.setdefault((creneau.debut, creneau.fin), []).append(creneau)
    return [
        CreneauOffert(
            debut,
            fin,
            tuple(sorted({creneau.agent for creneau in groupe})),
            tuple(sorted({creneau.lieu for creneau in groupe if creneau.lieu is not None})),
        )
        for (debut, fin), groupe in sorted(groupes.items())
    ]
