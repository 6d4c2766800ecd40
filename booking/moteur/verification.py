"""Can this be booked? Asked again at each step, and under the lock before writing."""

from dataclasses import replace
from datetime import datetime, timedelta

from booking.moteur.agendas import Agendas
from booking.moteur.balayage import Balayage
from booking.moteur.creneaux import Creneau, find_creneaux
from booking.moteur.recherche import Recherche
from booking.moteur.series import Id


def free_creneau(
    agendas: Agendas,
    recherche: Recherche,
    *,
    agent: Id,
    debut: datetime,
    fin: datetime,
    now: datetime,
    lieu: Id | None = None,
) -> Creneau | None:
    """The exact `[debut, fin)` with this agent, if it can be booked; the grid is not asked.

    The interval lasts what the search says, starts on a whole minute within the delays, fits
    inside one opening at `lieu` (any if None) and meets nothing taken. The answer carries the
    plage, lieu and mode to copy on the Rdv.
    """
    if fin - debut != timedelta(minutes=recherche.duree) or debut.second or debut.microsecond:
        return None
    ciblee = _narrow(recherche, agent=agent, lieu=lieu)
    balayage = Balayage(agendas, ciblee, debut=debut, fin=debut + timedelta(seconds=1), now=now)
    bas, haut = int(debut.timestamp()), int(fin.timestamp())
    for plage in balayage.plages():
        for ouverture in balayage.ouvertures(plage):
            dedans = ouverture.debut <= bas and haut <= ouverture.fin
            if dedans and balayage.is_libre(agent, bas, haut):
                return Creneau(debut, fin, agent, ouverture.lieu, plage.id, ouverture.mode)
    return None


def is_free(
    agendas: Agendas,
    recherche: Recherche,
    *,
    agent: Id,
    debut: datetime,
    fin: datetime,
    now: datetime,
    lieu: Id | None = None,
) -> bool:
    """Whether the exact `[debut, fin)` can be booked with this agent. See `free_creneau`."""
    creneau = free_creneau(
        agendas, recherche, agent=agent, debut=debut, fin=fin, now=now, lieu=lieu
    )
    return creneau is not None


def free_agents(
    agendas: Agendas,
    recherche: Recherche,
    *,
    debut: datetime,
    fin: datetime,
    now: datetime,
    lieu: Id | None = None,
) -> list[Id]:
    """Agents with whom the exact `[debut, fin)` can be booked, sorted; the grid is not asked."""
    return sorted(
        agent
        for agent in {plage.agent for plage in agendas.plages}
        if is_free(agendas, recherche, agent=agent, debut=debut, fin=fin, now=now, lieu=lieu)
    )


def agents_on_grid(
    agendas: Agendas,
    recherche: Recherche,
    *,
    debut: datetime,
    now: datetime,
    lieu: Id | None = None,
) -> list[Id]:
    """Agents for whom `debut` is a start offered now, sorted: what an unsigned start must pass."""
    ciblee = _narrow(recherche, lieu=lieu)
    fin = debut + timedelta(seconds=1)
    trouves = find_creneaux(agendas, ciblee, debut=debut, fin=fin, now=now)
    return sorted({creneau.agent for creneau in trouves if creneau.debut == debut})


def is_on_grid(
    agendas: Agendas,
    recherche: Recherche,
    *,
    debut: datetime,
    now: datetime,
    lieu: Id | None = None,
) -> bool:
    """Whether `debut` is a start offered now, with any agent."""
    return bool(agents_on_grid(agendas, recherche, debut=debut, now=now, lieu=lieu))


def _narrow(recherche: Recherche, *, agent: Id | None = None, lieu: Id | None = None) -> Recherche:
    """The same search for one agent or one lieu, never wider than what it allowed."""
    agents, lieux = recherche.agents, recherche.lieux
    if agent is not None:
        agents = frozenset([agent]) if agents is None or agent in agents else frozenset()
    if lieu is not None:
        lieux = frozenset([lieu]) if lieux is None or lieu in lieux else frozenset()
    return replace(recherche, agents=agents, lieux=lieux)
