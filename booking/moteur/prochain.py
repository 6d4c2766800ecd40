"""The next availability: the earliest start, without computing those that follow."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from booking.moteur.agendas import Agendas
from booking.moteur.balayage import Balayage, Ouverture, instant
from booking.moteur.creneaux import Creneau
from booking.moteur.intervalles import fenetres
from booking.moteur.plages import Plage
from booking.moteur.recherche import Recherche
from booking.moteur.series import Id


class Suite(NamedTuple):
    """A plage in the heap: its next opening, then the others. Sorts by start, then rank."""

    debut: int
    rang: int
    ouverture: Ouverture
    ouvertures: Iterator[Ouverture]
    plage: Plage
    plusieurs: bool


class Trouvaille(NamedTuple):
    """The earliest start known so far. Sorts by start, then agent."""

    depart: int
    agent: Id
    plage: Id
    ouverture: Ouverture


def next_creneau(
    agendas: Agendas, recherche: Recherche, *, debut: datetime, fin: datetime, now: datetime
) -> Creneau | None:
    """The earliest start in `[debut, fin)`, whatever the lieu; the smallest agent id on a tie."""
    return _premiers(agendas, recherche, debut, fin, now, lambda lieu: None).get(None)


def next_par_lieu(
    agendas: Agendas, recherche: Recherche, *, debut: datetime, fin: datetime, now: datetime
) -> dict[Id | None, Creneau]:
    """The earliest start of each lieu that has one; None stands for openings tied to no lieu."""
    return _premiers(agendas, recherche, debut, fin, now, lambda lieu: lieu)


def _premiers(
    agendas: Agendas,
    recherche: Recherche,
    debut: datetime,
    fin: datetime,
    now: datetime,
    cle: Callable[[Id | None], Id | None],
) -> dict[Id | None, Creneau]:
    """The earliest start of each key, over growing windows: an answered key costs nothing more."""
    trouves: dict[Id | None, Trouvaille] = {}
    for fenetre in fenetres(debut, fin, agendas.fuseau):
        balayage = Balayage(agendas, recherche, debut=fenetre.debut, fin=fenetre.fin, now=now)
        suites = []
        for rang, plage in enumerate(balayage.plages()):
            cles = {cle(lieu) for lieu in plage.lieux}
            if cles <= trouves.keys():
                continue
            ouvertures = balayage.ouvertures(plage)
            ouverture = next(ouvertures, None)
            if ouverture is not None:
                plusieurs = len(cles) > 1
                suites.append(Suite(ouverture.debut, rang, ouverture, ouvertures, plage, plusieurs))
        _sweep(balayage, suites, trouves, cle)
    return {
        valeur: Creneau(
            instant(depart),
            instant(depart + recherche.duree * 60),
            agent,
            ouverture.lieu,
            plage,
            ouverture.mode,
        )
        for valeur, (depart, agent, plage, ouverture) in trouves.items()
    }


def _sweep(
    balayage: Balayage,
    tas: list[Suite],
    trouves: dict[Id | None, Trouvaille],
    cle: Callable[[Id | None], Id | None],
) -> None:
    """Take openings in the order of their starts, and leave a plage once it can add nothing.

    When a key has a start, an opening that begins after it cannot do better, nor can those that
    follow it in the same plage, unless an exception takes one of them to another lieu.
    """
    heapify(tas)
    while tas:
        _, rang, ouverture, ouvertures, plage, plusieurs = tas[0]
        valeur = cle(ouverture.lieu)
        connu = trouves.get(valeur)
        if connu is None or ouverture.debut <= connu.depart:
            depart = next(balayage.departs(plage.agent, ouverture.debut, ouverture.fin), None)
            if depart is not None:
                trouve = Trouvaille(depart, plage.agent, plage.id, ouverture)
                if connu is None or trouve[:2] < connu[:2]:
                    trouves[valeur] = trouve
        elif not plusieurs:
            heappop(tas)
            continue
        suivante = next(ouvertures, None)
        if suivante is None:
            heappop(tas)
        else:
            heapreplace(tas, Suite(suivante.debut, rang, suivante, ouvertures, plage, plusieurs))
