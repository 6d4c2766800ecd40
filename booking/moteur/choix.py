"""Who receives, among those who can."""

from collections.abc import Iterable, Mapping

from booking.moteur.series import Id


def rank_agents(
    agents: Iterable[Id], *, rdvs_du_jour: Mapping[Id, int], rdvs_de_la_semaine: Mapping[Id, int]
) -> list[Id]:
    """Free agents, the one to try first in front: fewest Rdv that day, then that week, then id.

    An explicit order shares the work out; a draw would favour whoever has two identical plages.
    """
    return sorted(
        set(agents),
        key=lambda agent: (rdvs_du_jour.get(agent, 0), rdvs_de_la_semaine.get(agent, 0), agent),
    )
