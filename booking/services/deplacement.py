"""Moving an Rdv: the same motif, another start, perhaps another site or agent."""

from __future__ import annotations

import datetime as dt

from booking.errors import (
    DejaAnnule,
    DeplacementTardif,
    MotifFerme,
    NonModifiable,
    RdvPasse,
)
from booking.models import Agent, Auteur, Lieu, Rdv, Statut
from booking.notifications import outbox
from booking.services.lecture import Sauf
from booking.services.pose import occupy, place
from booking.services.prise import Prise, Souhait, candidates, take, taken
from booking.services.rattachement import AdresseResolue, agents_for_address, is_allowed_at
from booking.services.recherche import FACES
from booking.services.tenue import find_hold, fingerprint, minutes_of


def move_rdv(
    *,
    rdv: Rdv,
    debut: dt.datetime,
    lieu: Lieu | None,
    now: dt.datetime,
    par: Auteur,
    agent: Agent | None = None,
    signe: bool = False,
    visiteur: str = "",
    adresse: AdresseResolue | None = None,
    force: bool = False,
) -> Rdv:
    """Give an Rdv another start (UTC). To the one it has already, it changes nothing.

    Its own interval does not stand in its way: an overlapping start moves the Occupation in place.
    The same agent is kept when free. With `par` AGENT, `agent` names the diary to write in, and
    `force` writes over what stands there.

    Raises RdvPasse, DejaAnnule, NonModifiable, DeplacementTardif, CreneauPris, CreneauImpossible,
    MotifFerme, AgentOccupe.
    """
    check_may_move(rdv=rdv, par=par, now=now)
    if is_same(rdv, debut, lieu) and (agent is None or agent.pk == rdv.agent_id):
        return rdv
    motif = rdv.motif
    adresse = adresse or kept_address(rdv)
    free = par != Auteur.USAGER or (lieu is not None and lieu.pk == rdv.lieu_id)
    if not free and not is_allowed_at(motif=motif, lieu=lieu, adresse=adresse):
        raise MotifFerme()
    empreinte = fingerprint(visiteur)
    hold = find_hold(empreinte=empreinte, motif=motif, lieu=lieu, debut=debut)
    souhait = Souhait(
        motif,
        lieu,
        debut,
        face=FACES[par],
        sauf=Sauf(visiteur=empreinte, rdv=rdv.pk),
        tenu=hold is not None,
        duree=minutes_of(hold),
        adresse=adresse,
        suivi=rdv.agent_id,
    )

    def write(prise: Prise, overbooked: bool = False) -> Rdv:
        # After the diary, the row: cancelling takes the row alone, so nobody waits for the other.
        fresh = Rdv.objects.select_for_update().get(pk=rdv.pk)
        if fresh.statut != Statut.A_VENIR:
            raise DejaAnnule()
        fresh.agent_id, fresh.lieu_id = prise.agent_id, prise.lieu_id
        fresh.organisation_id, fresh.mode = prise.organisation_id, prise.mode
        fresh.debut, fresh.fin = prise.debut, prise.fin
        fresh.sequence += 1
        fresh.save()
        occupy(fresh, empreinte=empreinte, overbooked=overbooked, now=now, moved=True)
        outbox.plan_change(rdv=fresh, now=now)
        return fresh

    if par == Auteur.AGENT and agent is not None:
        return place(souhait, agent=agent, now=now, force=force, write=write)
    agents = candidates(souhait, now=now, signe=signe)
    preferred = hold.agent_id if hold else rdv.agent_id
    agents.sort(key=lambda pk: pk != preferred)
    moved = take(souhait, agents=agents, now=now, write=write)
    if moved is None:
        raise taken(souhait, now=now)
    return moved


def check_may_move(*, rdv: Rdv, par: Auteur, now: dt.datetime) -> None:
    """Raise what forbids moving this Rdv now. Pages ask it before showing the button."""
    if rdv.annule:
        raise DejaAnnule()
    if par == Auteur.AGENT:
        return
    if rdv.debut <= now or rdv.statut != Statut.A_VENIR:
        raise RdvPasse()
    if not rdv.motif.se_deplace:
        raise NonModifiable()
    if now > rdv.debut - dt.timedelta(minutes=rdv.motif.delai_deplacement):
        raise DeplacementTardif()


def agents_for_move(rdv: Rdv) -> frozenset[int] | None:
    """Who may receive an usager who moves this Rdv: its agent and their secteur's; None for all."""
    agents = agents_for_address(motif=rdv.motif, adresse=kept_address(rdv))
    return None if agents is None else agents | {rdv.agent_id}


def kept_address(rdv: Rdv) -> AdresseResolue | None:
    """The secteur the Rdv was booked from: it binds as long as the site is imposed."""
    if rdv.secteur_id is None:
        return None
    return AdresseResolue(rdv.lon, rdv.lat, secteur_id=rdv.secteur_id)


def is_same(rdv: Rdv, debut: dt.datetime, lieu: Lieu | None) -> bool:
    """Whether an Rdv already stands at this start and site."""
    return rdv.debut == debut and rdv.lieu_id == (lieu.pk if lieu else None)
