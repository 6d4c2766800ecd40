"""Collective ateliers: dated beforehand by an agent, booked by the seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.moteur.recherche import Recherche
from booking.moteur.series import Id


@dataclass(frozen=True, slots=True)
class AtelierPlanifie:
    """An atelier and its seats. `inscrits` counts the participations that hold one: those not
    cancelled, an absence included. `places` None: no limit."""

    id: Id
    debut: datetime
    agents: frozenset[Id]
    lieu: Id | None
    inscrits: int
    places: int | None = None
    annule: bool = False

    @property
    def restantes(self) -> int | None:
        """Seats left, None when there is no limit."""
        return None if self.places is None else max(self.places - self.inscrits, 0)


def open_ateliers(
    ateliers: Iterable[AtelierPlanifie],
    recherche: Recherche,
    *,
    now: datetime,
    debut: datetime | None = None,
) -> list[AtelierPlanifie]:
    """Ateliers one can still join, sorted by start.

    The delays of the search apply to the instant, bounds included, and the start is in the future;
    `debut` leaves out what starts before it. Plages, public holidays and closed lieux do not
    count: someone chose that date and that place.
    """
    au_plus_tot = now + timedelta(minutes=recherche.delai_min)
    au_plus_tard = (
        None if recherche.delai_max is None else now + timedelta(minutes=recherche.delai_max)
    )
    ouverts = [
        atelier
        for atelier in ateliers
        if not atelier.annule
        and atelier.restantes != 0
        and atelier.debut > now
        and atelier.debut >= au_plus_tot
        and (au_plus_tard is None or atelier.debut <= au_plus_tard)
        and (debut is None or atelier.debut >= debut)
        and (recherche.lieux is None or atelier.lieu in recherche.lieux)
        and (recherche.agents is None or not atelier.agents.isdisjoint(recherche.agents))
    ]
    return sorted(ouverts, key=lambda atelier: (atelier.debut, atelier.id))
