"""What became of an Rdv, as an agent says it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from booking.errors import AgentOccupe
from booking.locks import lock_agent
from booking.models import ANNULES, Agent, Auteur, Nature, Occupation, Rdv, Statut
from booking.notifications import outbox


@transaction.atomic
def set_statut(
    *,
    rdv: Rdv,
    statut: Statut,
    agent: Agent,
    now: dt.datetime,
    tell: bool = False,
    force: bool = False,
) -> Rdv:
    """Give an Rdv its status; who gave it and when are kept. The same status again does nothing.

    A cancelled status (excusé, annulé par le service) frees the interval and drops what was still
    to be sent; `tell` sends the cancellation to the usager. Coming back from one takes the
    interval again: AgentOccupe when someone else has it, unless `force`.
    """
    lock_agent(rdv.agent_id)
    rdv = Rdv.objects.select_for_update().get(pk=rdv.pk)
    if rdv.statut == statut:
        return rdv
    was_cancelled, cancels = rdv.annule, statut in ANNULES
    rdv.statut = statut
    rdv.statut_par = Auteur.AGENT
    rdv.statut_agent = agent
    rdv.statut_le = now
    if cancels and not was_cancelled:
        Occupation.objects.filter(rdv=rdv).delete()
        rdv.annule_le = now
        rdv.annule_tard = rdv.debut - now < dt.timedelta(minutes=rdv.motif.delai_deplacement)
        rdv.sequence += 1
    elif was_cancelled and not cancels:
        _take_again(rdv, now=now, force=force)
        rdv.annule_le, rdv.annule_tard, rdv.repris_le = None, False, None
        rdv.sequence += 1
    rdv.save()
    if cancels and not was_cancelled:
        outbox.plan_cancellation(rdv=rdv, now=now, tell=tell)
    elif was_cancelled and not cancels and statut == Statut.A_VENIR and rdv.debut > now:
        outbox.plan_confirmation(rdv=rdv, now=now)
    return rdv


def _take_again(rdv: Rdv, *, now: dt.datetime, force: bool) -> None:
    # An expired hold no longer stands in the way, but its row would meet the constraint.
    Occupation.objects.filter(agent=rdv.agent_id).expired(now).delete()
    taken = Occupation.objects.of_agents([rdv.agent_id], rdv.debut, rdv.fin).blocking(now).exists()
    if taken and not force:
        raise AgentOccupe()
    Occupation.objects.create(
        agent_id=rdv.agent_id,
        debut=rdv.debut,
        fin=rdv.fin,
        nature=Nature.RDV,
        rdv=rdv,
        force=taken,
    )
