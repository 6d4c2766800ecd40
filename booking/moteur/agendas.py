"""Everything already loaded for one question, indexed by agent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from booking.moteur.horloge import Horloge
from booking.moteur.intervalles import Trait, union
from booking.moteur.plages import Indisponibilite, Plage
from booking.moteur.series import Id


class Agendas:
    """Plages, absences, busy intervals and public holidays of one zone.

    `occupes` takes `Occupe` or bare `(agent, debut, fin)` rows in any order; they must cover whole
    local days (see `jours_entiers`) and leave out the caller's own hold or the Rdv being moved.
    Nothing is converted before it is needed: a search for the next start often looks at a few days
    of the quarter it was given.
    """

    __slots__ = ("_indisponibilites", "_occupes", "feries", "horloge", "plages")

    def __init__(
        self,
        *,
        fuseau: tzinfo,
        plages: Iterable[Plage],
        indisponibilites: Iterable[Indisponibilite] = (),
        occupes: Iterable[tuple[Id, datetime, datetime]] = (),
        feries: Iterable[date] = (),
    ) -> None:
        self.horloge = Horloge(fuseau)
        self.plages = tuple(plages)
        self.feries = frozenset(feries)
        self._indisponibilites: dict[Id, list[Indisponibilite]] = defaultdict(list)
        for absence in indisponibilites:
            self._indisponibilites[absence.agent].append(absence)
        self._occupes: dict[Id, list[tuple[datetime, datetime]]] = defaultdict(list)
        for agent, debut, fin in occupes:
            self._occupes[agent].append((debut, fin))

    @property
    def fuseau(self) -> tzinfo:
        return self.horloge.fuseau

    def indisponible(
        self, agent: Id, premier: date, dernier: date, fermetures: Iterable[Trait] = ()
    ) -> tuple[list[int], list[int]]:
        """Starts and ends (epoch seconds) of what blocks an agent over whole local days.

        Rdv, holds, absences and `fermetures` together, as disjoint ordered intervals.
        """
        horloge = self.horloge
        bas = datetime.fromtimestamp(horloge.minuit(premier), UTC)
        haut = datetime.fromtimestamp(horloge.minuit(dernier + timedelta(days=1)), UTC)
        traits = [
            (int(debut.timestamp()), int(fin.timestamp()))
            for debut, fin in self._occupes.get(agent, ())
            if debut < haut and fin > bas
        ]
        for absence in self._indisponibilites.get(agent, ()):
            traits.extend(absence.traits(premier, dernier, horloge))
        traits.extend(fermetures)
        fusion = union(traits)
        return [debut for debut, _ in fusion], [fin for _, fin in fusion]
