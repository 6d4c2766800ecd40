"""The starts near one that is gone: what a 409 page proposes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from booking import moteur
from booking.models import Lieu, Mode, Motif, Rattachement
from booking.services.depart import sign_depart
from booking.services.lecture import RIEN, Lecture, Sauf
from booking.services.recherche import (
    Face,
    horizon,
    local_day,
    open_lieux,
    recherche_for,
    recherches_for,
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A free start proposed in place of another. `valeur` is what a form posts to choose it.

    `mode`: the mode of its opening (a value of Mode) when it is not the motif's, else empty.
    """

    debut: dt.datetime
    fin: dt.datetime
    lieu: Lieu | None
    valeur: str
    mode: str = ""

    @property
    def autrement(self) -> str:
        """As `CreneauPropose.autrement`."""
        return str(Mode(self.mode).label) if self.mode else ""


def alternatives(
    *,
    motif: Motif,
    lieu: Lieu | None,
    debut: dt.datetime,
    now: dt.datetime,
    limit: int = 3,
    face: Face = Face.USAGER,
    autres: Iterable[Lieu] | None = None,
    agents: Collection[int] | None = None,
    sauf: Sauf = RIEN,
) -> list[Alternative]:
    """Free starts near `debut`, nearest first: at the same site, then at others.

    `autres` None: every site that offers the motif, unless its rattachement is imposed, for then
    only the caller knows the usager's secteur. `agents` narrows the search to some of them.
    """
    here = None if lieu is None else [lieu]
    kept = _near(motif, here, debut, now, face, agents, sauf, limit)
    if len(kept) < limit and lieu is not None:
        if autres is None:
            autres = (
                []
                if motif.rattachement == Rattachement.IMPOSE
                else Lieu.objects.offering(motif, local_day(now, motif))
            )
        others = [autre for autre in autres if autre.pk != lieu.pk]
        kept += _near(motif, others, debut, now, face, agents, sauf, limit - len(kept))
    return kept


def _near(
    motif: Motif,
    lieux: Sequence[Lieu] | None,
    debut: dt.datetime,
    now: dt.datetime,
    face: Face,
    agents: Collection[int] | None,
    sauf: Sauf,
    limit: int,
) -> list[Alternative]:
    ouverts = None if lieux is None else open_lieux(motif=motif, lieux=lieux, now=now, face=face)
    if ouverts == [] or (ouverts is None and motif.etape < face.etape):
        return []
    first, last = horizon(motif, now=now, face=face, lieux=ouverts)
    lecture = Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk],
        lieux=ouverts,
        premier=local_day(first, motif),
        dernier=local_day(last, motif),
        now=now,
        agents=agents,
        sauf=sauf,
    )
    recherches = (
        [recherche_for(motif, face=face, lieu=None)]
        if ouverts is None
        else recherches_for(motif, face=face, lieux=ouverts)
    )
    by_id = {lieu.pk: lieu for lieu in ouverts or ()}
    found: dict[tuple[dt.datetime, int | None], moteur.Creneau] = {}
    # Most answers stand in the week around; the rest of the horizon is read only when they do not.
    for bas, haut in _around(debut, first, last):
        agendas = lecture.agendas(bas, haut)
        for recherche in recherches:
            for start in moteur.find_creneaux(agendas, recherche, debut=bas, fin=haut, now=now):
                found.setdefault((start.debut, start.lieu), start)
        if len(found) >= limit:
            break
    nearest = sorted(found.values(), key=lambda c: (abs(c.debut - debut), c.debut, c.lieu or 0))
    chosen = [(c, by_id.get(c.lieu) if c.lieu is not None else None) for c in nearest[:limit]]
    return [_alternative(motif, c, at, now) for c, at in chosen]


def _alternative(
    motif: Motif, creneau: moteur.Creneau, lieu: Lieu | None, now: dt.datetime
) -> Alternative:
    debut, mode = creneau.debut, "" if creneau.mode == motif.mode else creneau.mode
    valeur = sign_depart(motif=motif, lieu=lieu, debut=debut, now=now, mode=mode)
    return Alternative(debut, creneau.fin, lieu, valeur, mode)


def _around(
    debut: dt.datetime, first: dt.datetime, last: dt.datetime
) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    week = dt.timedelta(days=7)
    bas, haut = max(first, debut - week), min(last, debut + week)
    if bas < haut:
        yield bas, haut
    if first < last:
        yield first, last
