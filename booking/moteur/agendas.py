"""Everything already loaded for one question, indexed by agent."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from booking.moteur.horloge import Horloge
from booking.moteur.intervalles import Trait, union
from booking.moteur.plages import Indisponibilite, Plage
from booking.moteur.series import Id

Ligne: TypeAlias = tuple[Id, int, int]
DEBUT = itemgetter(1)


class Suspension(NamedTuple):
    """`[debut, fin)`, epoch seconds, when a motif is not offered at a lieu (None: anywhere).

    `sur_place`: only those who come are concerned, a telephone goes on.
    """

    debut: int
    fin: int
    lieu: Id | None = None
    sur_place: bool = False


class Agendas:
    """Plages, absences, busy intervals and public holidays of one zone.

    `occupes` takes `Occupe` or bare `(agent, debut, fin)` rows in any order; they must cover whole
    local days (see `jours_entiers`) and leave out the caller's own hold or the Rdv being moved.
    `secondes` takes the same rows with bounds in epoch seconds: a database counts them at no cost,
    where reading two datetimes a row weighs more than the search itself. `suspensions` are given by
    motif.
    """

    __slots__ = (
        "_indisponibilites",
        "_occupes",
        "_tries",
        "feries",
        "horloge",
        "plages",
        "suspensions",
    )

    def __init__(
        self,
        *,
        fuseau: tzinfo,
        plages: Iterable[Plage],
        indisponibilites: Iterable[Indisponibilite] = (),
        occupes: Iterable[tuple[Id, datetime, datetime]] = (),
        secondes: Iterable[Ligne] = (),
        feries: Iterable[date] = (),
        suspensions: Mapping[Id, Sequence[Suspension]] = MappingProxyType({}),
    ) -> None:
        self.suspensions = suspensions
        self.horloge = Horloge(fuseau)
        self.plages = tuple(plages)
        self.feries = frozenset(feries)
        self._indisponibilites: dict[Id, list[Indisponibilite]] = defaultdict(list)
        for absence in indisponibilites:
            self._indisponibilites[absence.agent].append(absence)
        self._occupes: dict[Id, list[Ligne]] = defaultdict(list)
        for ligne in secondes:
            self._occupes[ligne[0]].append(ligne)
        for agent, debut, fin in occupes:
            self._occupes[agent].append((agent, int(debut.timestamp()), int(fin.timestamp())))
        self._tries: set[Id] = set()

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
        bas, haut = horloge.minuit(premier), horloge.minuit(dernier + timedelta(days=1))
        lignes = self._by_debut(agent)
        traits = [
            (debut, fin)
            for _, debut, fin in lignes[: bisect_left(lignes, haut, key=DEBUT)]
            if fin > bas
        ]
        for absence in self._indisponibilites.get(agent, ()):
            traits.extend(absence.traits(premier, dernier, horloge))
        traits.extend(fermetures)
        fusion = union(traits)
        return [debut for debut, _ in fusion], [fin for _, fin in fusion]

    def _by_debut(self, agent: Id) -> list[Ligne]:
        lignes = self._occupes.get(agent, [])
        if agent not in self._tries:
            lignes.sort(key=DEBUT)
            self._tries.add(agent)
        return lignes
