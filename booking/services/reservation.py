"""Booking: the held start becomes an Rdv, or a free one is taken under the lock.

Nothing that decides comes from the request: duration, agent, mode and organisation are read again
from the motif and the opening. The same form, sent twice or at once, finds the same Rdv.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from booking.errors import CreneauPris, MotifFerme
from booking.models import Agent, Auteur, Lieu, Mode, Motif, Occupation, Participation, Rdv
from booking.notifications import outbox
from booking.services.lecture import Sauf
from booking.services.liens import code_of, set_link, token_of
from booking.services.pose import occupy, place
from booking.services.prise import Prise, Souhait, candidates, take, taken
from booking.services.rattachement import AdresseResolue, is_allowed_at
from booking.services.recherche import FACES
from booking.services.tenue import find_hold, fingerprint, minutes_of
from booking.services.usagers import Demande, check_contact, proche_for, usager_for

__all__ = ["Demande", "Reservation", "book_rdv", "find_by_form"]


@dataclass(frozen=True, slots=True)
class Reservation:
    """A booked Rdv. `code` is in clear the first time only; `deja`: this form had been sent."""

    rdv: Rdv
    jeton: str
    code: str | None
    deja: bool


def book_rdv(
    *,
    motif: Motif,
    lieu: Lieu | None,
    debut: dt.datetime,
    demande: Demande,
    cle_formulaire: str,
    now: dt.datetime,
    visiteur: str = "",
    adresse: AdresseResolue | None = None,
    origine: Auteur = Auteur.USAGER,
    agent: Agent | None = None,
    force: bool = False,
    signe: bool = False,
    langue: str = settings.LANGUAGE_CODE,
) -> Reservation:
    """Book one start for one person, with its messages, in one transaction.

    `cle_formulaire`: one-use key of the form, empty for none. `signe`: the start was read from a
    page we signed less than 15 minutes ago (`read_depart`); otherwise, unless this visitor holds
    it, it must be on today's grid. `agent` books in that diary, and `force` over whatever stands
    there: for agents only. `langue`: the one its messages will speak.

    Raises CreneauPris (with alternatives), CreneauImpossible, MotifFerme, ContactManquant,
    AgentOccupe.
    """
    cle = _key(cle_formulaire)
    if deja := _replay(motif, cle):
        return deja
    by_agent = origine == Auteur.AGENT
    if origine == Auteur.USAGER and not is_allowed_at(motif=motif, lieu=lieu, adresse=adresse):
        raise MotifFerme()
    if not by_agent:
        check_contact(demande, motif=motif, mode=motif.mode)
    empreinte = fingerprint(visiteur)
    hold = find_hold(empreinte=empreinte, motif=motif, lieu=lieu, debut=debut)
    souhait = Souhait(
        motif,
        lieu,
        debut,
        face=FACES[origine],
        sauf=Sauf(visiteur=empreinte),
        tenu=hold is not None,
        duree=minutes_of(hold),
        adresse=adresse,
    )

    def write(prise: Prise, overbooked: bool = False) -> Rdv:
        if not by_agent:
            # This opening may be held another way than the motif says.
            check_contact(demande, motif=motif, mode=prise.mode)
        rdv = _new_rdv(motif, prise, demande, now)
        if lieu is not None and lieu.pk == prise.lieu_id:
            rdv.lieu = lieu
        rdv.origine, rdv.cle_formulaire, rdv.langue = origine, cle, langue
        if adresse is not None:
            adresse.copy_to(rdv)
        rdv.save()
        usager = usager_for(demande, motif=motif)
        proche = proche_for(demande, usager=usager)
        seule = Participation.objects.create(rdv=rdv, usager=usager, proche=proche)
        occupy(rdv, empreinte=empreinte, overbooked=overbooked, now=now)
        outbox.plan_confirmation(rdv=rdv, now=now, first=[seule])
        return rdv

    try:
        if by_agent and agent is not None:
            rdv = place(souhait, agent=agent, now=now, force=force, write=write)
        else:
            rdv = _take(souhait, hold, now=now, signe=signe, write=write)
    except CreneauPris:
        # The twin of a doubled submission may have won meanwhile.
        if deja := _replay(motif, cle):
            return deja
        raise
    return Reservation(rdv, token_of(rdv), code_of(rdv), deja=False)


def find_by_form(*, motif: Motif, cle_formulaire: str) -> Rdv | None:
    """The Rdv this form has already given, if any."""
    deja = _replay(motif, _key(cle_formulaire))
    return deja.rdv if deja else None


def _take(
    souhait: Souhait,
    hold: Occupation | None,
    *,
    now: dt.datetime,
    signe: bool,
    write: Callable[[Prise], Rdv],
) -> Rdv:
    """The held diary first; if it is lost, any other agent who is free then."""
    if hold is not None and hold.expire is not None and hold.expire > now:
        rdv = take(souhait, agents=[hold.agent_id], now=now, write=write)
        if rdv is not None:
            return rdv
    agents = candidates(souhait, now=now, signe=signe)
    rdv = take(souhait, agents=agents, now=now, write=write)
    if rdv is None:
        raise taken(souhait, now=now)
    return rdv


def _new_rdv(motif: Motif, prise: Prise, demande: Demande, now: dt.datetime) -> Rdv:
    """The row, not yet saved, with its link and code."""
    rdv = Rdv(
        territoire=motif.territoire,
        motif=motif,
        organisation_id=prise.organisation_id,
        agent_id=prise.agent_id,
        lieu_id=prise.lieu_id,
        mode=prise.mode,
        debut=prise.debut,
        fin=prise.fin,
        discret=motif.service.discret,
        cree_le=now,
        note=demande.note,
        adresse=demande.adresse if prise.mode == Mode.DOMICILE else "",
    )
    if motif.demande_besoins:
        rdv.besoin_interprete = demande.besoin_interprete
        rdv.besoin_lsf = demande.besoin_lsf
        rdv.besoin_fauteuil = demande.besoin_fauteuil
        rdv.besoin_autre = demande.besoin_autre
    if motif.cas_usage_id:
        rdv.reponses = demande.reponses
    set_link(rdv)
    return rdv


def _key(cle_formulaire: str) -> str | None:
    return hashlib.sha256(cle_formulaire.encode()).hexdigest() if cle_formulaire else None


def _replay(motif: Motif, cle: str | None) -> Reservation | None:
    if cle is None:
        return None
    sent = Rdv.objects.of(motif.territoire_id).filter(cle_formulaire=cle)
    # Nearly always the first time: asked without the joins of a whole Rdv.
    rdv = sent.with_people().first() if sent.exists() else None
    return Reservation(rdv, token_of(rdv), None, deja=True) if rdv else None
