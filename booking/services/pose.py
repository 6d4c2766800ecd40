"""Writing in a diary: the Occupation of an Rdv, and the agent who books over what stands there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import DatabaseError, transaction

from booking.errors import AgentOccupe, CreneauImpossible
from booking.locks import is_conflict, lock_agent
from booking.models import ANNULES, Agent, Nature, Occupation, Rdv
from booking.services.prise import Prise, Souhait, recheck

_NE_RECOIT_PAS = (
    "Cet agent ne reçoit pas à cette heure pour ce motif. "
    "Confirmez pour poser tout de même le rendez-vous."
)


def occupy(
    rdv: Rdv, *, empreinte: str, overbooked: bool, now: dt.datetime, moved: bool = False
) -> None:
    """Give the Rdv its interval, under the agent's lock: the visitor's hold becomes it, or a new row.

    Any other hold of this visitor goes. `moved`: the Rdv had an Occupation, which follows it.
    """
    changes = {
        "agent_id": rdv.agent_id,
        "debut": rdv.debut,
        "fin": rdv.fin,
        "nature": Nature.RDV,
        "rdv": rdv,
        "force": overbooked,
        "expire": None,
        "visiteur": "",
        "motif": None,
        "lieu": None,
    }
    mine = Occupation.objects.filter(rdv=rdv)
    holds = Occupation.objects.held_by(empreinte) if empreinte else None
    if moved and mine.exists():
        if holds is not None:
            holds.delete()
        mine.update(**changes)
    else:
        held = holds is not None and holds.filter(
            agent=rdv.agent_id, debut=rdv.debut, fin=rdv.fin
        ).update(**changes)
        if not held:
            if holds is not None:
                holds.delete()
            Occupation.objects.create(**changes)
    # Whether an early word spared an empty chair: the cancelled Rdv remembers it was replaced.
    Rdv.objects.filter(
        agent=rdv.agent_id,
        statut__in=ANNULES,
        repris_le__isnull=True,
        debut__lt=rdv.fin,
        debut__gte=rdv.debut - dt.timedelta(days=1),
        fin__gt=rdv.debut,
    ).exclude(pk=rdv.pk).update(repris_le=now)


def place(
    souhait: Souhait,
    *,
    agent: Agent,
    now: dt.datetime,
    force: bool,
    write: Callable[[Prise, bool], Rdv],
) -> Rdv:
    """An agent writes in a diary. What the engine refuses is asked; with `force`, it is done.

    `write` is told whether the interval overlaps another: only then is it outside the constraint.
    """
    motif, lieu = souhait.motif, souhait.lieu
    if agent.territoire_id != motif.territoire_id or (
        lieu is not None and lieu.territoire_id != motif.territoire_id
    ):
        raise CreneauImpossible()
    try:
        with transaction.atomic():
            lock_agent(agent.pk)
            Occupation.objects.filter(agent=agent).expired(now).delete()
            prise = recheck(souhait, agent_id=agent.pk, now=now)
            if prise is not None:
                return write(prise, False)
            standing = Occupation.objects.of_agents([agent.pk], souhait.debut, souhait.fin)
            if souhait.sauf.rdv is not None:
                standing = standing.exclude(rdv=souhait.sauf.rdv)
            overbooked = standing.exists()
            if not force:
                raise AgentOccupe() if overbooked else AgentOccupe(_NE_RECOIT_PAS)
            return write(_as_asked(souhait, agent), overbooked)
    except DatabaseError as error:
        if is_conflict(error):
            raise AgentOccupe() from error
        raise


def _as_asked(souhait: Souhait, agent: Agent) -> Prise:
    """Outside every opening, the motif decides the mode, and the site the organisation."""
    lieu = souhait.lieu
    organisation = (
        lieu.organisation_id
        if lieu is not None
        else agent.organisations.order_by("pk").values_list("pk", flat=True).first()
    )
    if organisation is None:
        raise CreneauImpossible("Dites dans quel lieu se tient ce rendez-vous.")
    return Prise(
        agent_id=agent.pk,
        organisation_id=organisation,
        lieu_id=lieu.pk if lieu else None,
        mode=souhait.motif.mode,
        debut=souhait.debut,
        fin=souhait.fin,
    )
