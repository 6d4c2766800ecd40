"""Who asks for a creneau, and what that lets them see: the step of the motif, the delays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from enum import Enum

from booking import moteur
from booking.models import Auteur, Etape, Lieu, Motif, Ouverture, held_at

HORIZON_SECRETARIAT = dt.timedelta(days=183)
"""How far ahead a secrétariat looks: the delays of a motif bound usagers only."""


class Face(Enum):
    """Who asks. The step of the motif at a site must have reached theirs (design, decision 9)."""

    USAGER = "usager"
    PRESCRIPTEUR = "prescripteur"
    SECRETARIAT = "secretariat"

    @property
    def etape(self) -> Etape:
        return {
            Face.USAGER: Etape.EN_LIGNE,
            Face.PRESCRIPTEUR: Etape.PRESCRIPTEURS,
            Face.SECRETARIAT: Etape.SECRETARIAT,
        }[self]

    @property
    def delais(self) -> bool:
        """Whether the motif's delays apply."""
        return self is not Face.SECRETARIAT


FACES = {
    Auteur.USAGER: Face.USAGER,
    Auteur.API: Face.USAGER,
    Auteur.PRESCRIPTEUR: Face.PRESCRIPTEUR,
    Auteur.INVITE: Face.PRESCRIPTEUR,
    Auteur.AGENT: Face.SECRETARIAT,
    Auteur.SYSTEME: Face.SECRETARIAT,
}


def local_day(instant: dt.datetime, motif: Motif) -> dt.date:
    """The day an instant falls on, in the territoire of the motif."""
    return instant.astimezone(motif.territoire.zone).date()


def horizon(
    motif: Motif, *, now: dt.datetime, face: Face, lieux: Iterable[Lieu] | None = None
) -> tuple[dt.datetime, dt.datetime]:
    """Starts that may be offered at these sites, or at none: `[first, last)`, UTC.

    Where the delays of sites differ, the widest: each site's own still bounds its starts.
    """
    if not face.delais:
        return now, now + HORIZON_SECRETARIAT
    held = [motif] if lieux is None else [held_at(motif, lieu) for lieu in lieux] or [motif]
    # The longest delay is itself a start that may be offered: the end is excluded one second later.
    return (
        now + dt.timedelta(minutes=min(m.delai_min for m in held)),
        now + dt.timedelta(minutes=max(m.delai_max for m in held), seconds=1),
    )


def recherche_for(
    motif: Motif,
    *,
    face: Face,
    lieu: Lieu | None,
    agents: Collection[int] | None = None,
    tenu: bool = False,
    duree: int | None = None,
) -> moteur.Recherche:
    """The question for the engine at one site, or at none. Nothing comes from a request.

    `tenu`: the start was held when the minimum delay allowed it; typing one's name does not make
    it too late. `duree`: the minutes already promised, when not those of the motif.
    """
    held = held_at(motif, lieu)
    lieux = None if lieu is None else [lieu.pk]
    return _question(held, face=face, lieux=lieux, agents=agents, tenu=tenu, duree=duree)


def recherches_for(
    motif: Motif,
    *,
    face: Face,
    lieux: Iterable[Lieu],
    agents: Collection[int] | None = None,
) -> list[moteur.Recherche]:
    """One question for all the sites that hold the motif alike: a single one, most of the time."""
    alike: dict[tuple[int, int, int], tuple[Motif, list[int]]] = {}
    for lieu in lieux:
        held = held_at(motif, lieu)
        key = (held.duree, held.delai_min, held.delai_max)
        alike.setdefault(key, (held, []))[1].append(lieu.pk)
    return [
        _question(held, face=face, lieux=places, agents=agents) for held, places in alike.values()
    ]


def _question(
    held: Motif,
    *,
    face: Face,
    lieux: Collection[int] | None,
    agents: Collection[int] | None,
    tenu: bool = False,
    duree: int | None = None,
) -> moteur.Recherche:
    return moteur.Recherche(
        motif=held.pk,
        duree=duree or held.duree,
        delai_min=held.delai_min if face.delais and not tenu else 0,
        delai_max=held.delai_max if face.delais else None,
        agents=None if agents is None else frozenset(agents),
        lieux=None if lieux is None else frozenset(lieux),
        mode=held.mode,
        malgre_suspension=face is Face.SECRETARIAT,
    )


def steps_at(
    motifs: Iterable[Motif], lieux: Iterable[Lieu], *, now: dt.datetime
) -> dict[tuple[int, int], int]:
    """The step of each (motif id, lieu id) today, in one query."""
    motifs = list(motifs)
    if not motifs:
        return {}
    return Ouverture.objects.steps(motifs=motifs, lieux=lieux, today=local_day(now, motifs[0]))


def is_held_here(motif: Motif, face: Face) -> bool:
    """A motif booked elsewhere offers no start here; a secrétariat may still note an Rdv."""
    return not motif.ailleurs or face is Face.SECRETARIAT


def open_lieux(*, motif: Motif, lieux: Iterable[Lieu], now: dt.datetime, face: Face) -> list[Lieu]:
    """Those where this face may book this motif today, in the agenda of Parvis."""
    if not is_held_here(motif, face):
        return []
    receiving = [
        lieu for lieu in lieux if lieu.ouvert and lieu.territoire_id == motif.territoire_id
    ]
    steps = steps_at([motif], receiving, now=now) if receiving else {}
    return [lieu for lieu in receiving if steps[motif.pk, lieu.pk] >= face.etape]


def is_open_at(*, motif: Motif, lieu: Lieu | None, now: dt.datetime, face: Face) -> bool:
    """The same for one site; without a site, the motif's own step decides."""
    if not is_held_here(motif, face):
        return False
    if lieu is None:
        return motif.etape >= face.etape
    return bool(open_lieux(motif=motif, lieux=[lieu], now=now, face=face))
