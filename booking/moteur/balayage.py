"""The sweep: one pass over the openings of a window, agent by agent, in epoch seconds."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import ceil, floor
from typing import NamedTuple

from booking.moteur.agendas import Agendas
from booking.moteur.intervalles import soustraire, union
from booking.moteur.plages import Mode, Plage
from booking.moteur.recherche import Recherche
from booking.moteur.series import Id


class Ouverture(NamedTuple):
    """An occurrence that suits the search, placed in time. Sorts by start."""

    debut: int
    fin: int
    lieu: Id | None
    mode: str


class Balayage:
    """One search over one window `[debut, fin)` of starts.

    Raises ValueError on a naive datetime: read as the machine's own zone, it would be wrong by
    hours in silence.
    """

    def __init__(
        self,
        agendas: Agendas,
        recherche: Recherche,
        *,
        debut: datetime,
        fin: datetime,
        now: datetime,
    ) -> None:
        if debut.tzinfo is None or fin.tzinfo is None or now.tzinfo is None:
            raise ValueError("the engine takes aware datetimes only")
        self.agendas = agendas
        self.recherche = recherche
        self.duree = recherche.duree * 60
        self.pas = (recherche.pas or recherche.duree) * 60
        maintenant = now.timestamp()
        self.au_plus_tot = max(ceil(debut.timestamp()), ceil(maintenant + recherche.delai_min * 60))
        self.avant = ceil(fin.timestamp())
        if recherche.delai_max is not None:
            self.avant = min(self.avant, floor(maintenant + recherche.delai_max * 60) + 1)
        self._occupes: dict[Id, tuple[list[int], list[int]]] = {}
        self._suspensions = (
            () if recherche.malgre_suspension else agendas.suspensions.get(recherche.motif, ())
        )
        if self.vide:
            return
        self.premier: date = agendas.horloge.jour(self.au_plus_tot)
        self.dernier: date = agendas.horloge.jour(self.avant - 1)
        self._repetitions = agendas.horloge.repetitions(self.premier, self.dernier)

    @property
    def vide(self) -> bool:
        """Delays and window leave no instant at which to start."""
        return self.avant <= self.au_plus_tot

    def plages(self) -> Iterator[Plage]:
        """Those of the motif, held by an agent who may be chosen, where one may be sent."""
        if self.vide:
            return
        recherche = self.recherche
        motif, agents, lieux = recherche.motif, recherche.agents, recherche.lieux
        for plage in self.agendas.plages:
            if (
                motif in plage.motifs
                and (agents is None or plage.agent in agents)
                and (lieux is None or not lieux.isdisjoint(plage.lieux))
            ):
                yield plage

    def ouvertures(self, plage: Plage) -> Iterator[Ouverture]:
        """Occurrences of a plage that suit the search, whether or not the agent is busy."""
        feries, bornes, recherche = self.agendas.feries, self.agendas.horloge.bornes, self.recherche
        for jour, heure_debut, heure_fin, lieu, propre in plage.occurrences(
            self.premier, self.dernier
        ):
            mode = propre or recherche.mode
            if jour not in feries and recherche.accepts(lieu, mode):
                debut, fin = bornes(jour, heure_debut, heure_fin)
                if self._suspensions:
                    yield from self._outside_suspensions(Ouverture(debut, fin, lieu, mode))
                else:
                    yield Ouverture(debut, fin, lieu, mode)

    def _outside_suspensions(self, ouverture: Ouverture) -> Iterator[Ouverture]:
        """What a suspension leaves of an occurrence; the grid restarts when it ends."""
        sur_place = ouverture.mode == Mode.SUR_PLACE
        coupes = union(
            (s.debut, s.fin)
            for s in self._suspensions
            if s.lieu in (None, ouverture.lieu) and (sur_place or not s.sur_place)
        )
        debuts, fins = [debut for debut, _ in coupes], [fin for _, fin in coupes]
        for debut, fin in soustraire((ouverture.debut, ouverture.fin), debuts, fins):
            yield ouverture._replace(debut=debut, fin=fin)

    def libres(self, agent: Id, debut: int, fin: int) -> Iterator[tuple[int, int]]:
        """Free intervals of an agent within `[debut, fin)`."""
        occupes = self._occupes.get(agent)
        if occupes is None:
            occupes = self._occupes[agent] = self.agendas.indisponible(
                agent, self.premier, self.dernier, self._repetitions
            )
        debuts, fins = occupes
        return soustraire((debut, fin), debuts, fins, bisect_right(fins, debut))

    def departs(self, agent: Id, debut: int, fin: int) -> Iterator[int]:
        """Starts offered within an opening. The grid begins anew with each free interval."""
        duree, pas, au_plus_tot = self.duree, self.pas, self.au_plus_tot
        for depart, limite in self.libres(agent, debut, fin):
            if depart < au_plus_tot:
                depart += -(-(au_plus_tot - depart) // pas) * pas
            yield from range(depart, min(limite - duree + 1, self.avant), pas)

    def is_libre(self, agent: Id, debut: int, fin: int) -> bool:
        """Whether nothing of `[debut, fin)` is taken."""
        return next(self.libres(agent, debut, fin), None) == (debut, fin)


def instant(secondes: int) -> datetime:
    """Epoch seconds back to an aware UTC datetime."""
    return datetime.fromtimestamp(secondes, UTC)
