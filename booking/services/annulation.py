"""Cancelling an Rdv: open until its start, for a late word beats an empty chair."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from booking.errors import NonModifiable, RdvPasse
from booking.models import Agent, Auteur, Occupation, Rdv, Statut
from booking.notifications import outbox


@transaction.atomic
def cancel_rdv(
    *,
    rdv: Rdv,
    par: Auteur,
    now: dt.datetime,
    agent: Agent | None = None,
    tell: bool = True,
) -> Rdv:
    """Cancel an Rdv and free its interval. Cancelled before: nothing is done, nothing is sent.

    By an usager, a prescripteur or a partner it becomes "excusé", by the service "annulé par le
    service". Later than the motif's deadline for moving, it is marked late. `agent`: who did it.

    Raises RdvPasse once it has begun, NonModifiable when the motif does not let usagers cancel.
    """
    fresh = Rdv.objects.select_for_update().get(pk=rdv.pk)
    if fresh.annule:
        return fresh
    check_may_cancel(rdv=fresh, par=par, now=now)
    by_service = par in (Auteur.AGENT, Auteur.SYSTEME)
    fresh.statut = Statut.ANNULE_SERVICE if by_service else Statut.EXCUSE
    fresh.statut_par, fresh.statut_agent, fresh.statut_le = par, agent, now
    fresh.annule_le = now
    fresh.annule_tard = fresh.debut - now < dt.timedelta(minutes=fresh.motif.delai_deplacement)
    fresh.sequence += 1
    fresh.save()
    Occupation.objects.filter(rdv=fresh).delete()
    outbox.plan_cancellation(rdv=fresh, now=now, tell=tell)
    return fresh


def check_may_cancel(*, rdv: Rdv, par: Auteur, now: dt.datetime) -> None:
    """Raise what forbids cancelling this Rdv now. Pages ask it before showing the button."""
    if par in (Auteur.AGENT, Auteur.SYSTEME):
        return
    if rdv.debut <= now or rdv.statut in (Statut.HONORE, Statut.ABSENT):
        raise RdvPasse()
    if not rdv.motif.annulable:
        raise NonModifiable()
