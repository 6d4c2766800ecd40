"""A small world for the tests of services: one motif, one site, agents who receive on Monday."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field

from booking.models import Agent, Lieu, Motif, PlageOuverture
from booking.services.reservation import Demande, Reservation, book_rdv
from tests.factories.booking import NOW, LieuFactory, MotifFactory, PlageFactory

__all__ = ["DEBUT", "NOW", "Monde", "book", "demande", "monde"]

# Monday 11 January 2027, 9 h in Paris.
DEBUT = dt.datetime(2027, 1, 11, 8, 0, tzinfo=dt.UTC)
_suite = itertools.count()


@dataclass
class Monde:
    motif: Motif
    lieu: Lieu
    plages: list[PlageOuverture] = field(default_factory=list)

    @property
    def agents(self) -> list[Agent]:
        return [plage.agent for plage in self.plages]

    @property
    def territoire(self):
        return self.motif.territoire


def monde(agents: int = 1, *, plage: dict | None = None, **motif) -> Monde:
    """Agents of one site who all receive Monday 9 h to 12 h, every week."""
    lieu = LieuFactory()
    m = Monde(MotifFactory(territoire=lieu.territoire, **motif), lieu)
    for _ in range(agents):
        m.plages.append(
            PlageFactory(lieu=lieu, motifs=[m.motif], chaque_semaine=True, **(plage or {}))
        )
    return m


def demande(**changes) -> Demande:
    n = next(_suite)
    return Demande(
        **{
            "prenom": "Claire",
            "nom": f"Moreau {n}",
            "telephone": "+33639981245",
            "telephone_mobile": True,
        }
        | changes
    )


def book(m: Monde, debut: dt.datetime = DEBUT, *, cle: str = "", now=NOW, **kwargs) -> Reservation:
    """Book with fresh details and a fresh form key unless given."""
    kwargs.setdefault("demande", demande())
    kwargs.setdefault("lieu", m.lieu)
    return book_rdv(
        motif=m.motif,
        debut=debut,
        cle_formulaire=cle or f"cle-{next(_suite)}",
        now=now,
        **kwargs,
    )
