"""The people of a territoire: who receives, for which services, with which role and account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from booking.errors import EquipeRefusee
from booking.models import Agent, Organisation, PlageOuverture, Rdv, Role, Service
from booking.services.comptes import find_or_create_account, send_welcome
from sectorisation.models import Territoire


@dataclass(frozen=True, slots=True)
class FaitsDeLAgent:
    """What a référent writes about someone. Organisations and services are of the territoire."""

    prenom: str
    nom: str
    fonction: str
    role: Role
    organisations: tuple[Organisation, ...]
    services: tuple[Service, ...]


@transaction.atomic
def add_agent(
    *, territoire: Territoire, faits: FaitsDeLAgent, email: str = "", portail: str = ""
) -> Agent:
    """Someone who receives; with an address, invited to an account. Raises EquipeRefusee.

    `portail` is the name of the portail, for the invitation.
    """
    _take(territoire)
    agent = Agent(territoire=territoire)
    _write(agent, faits)
    if email:
        _invite(agent, email, portail)
    return agent


@transaction.atomic
def change_agent(
    *, agent: Agent, faits: FaitsDeLAgent, today: dt.date, now: dt.datetime,
    email: str = "", portail: str = "",
) -> Agent:  # fmt: skip
    """Effective at once. Raises EquipeRefusee: the last référent, a service still received for."""
    _take(agent.territoire)
    fresh = Agent.objects.select_related("territoire", "user").get(pk=agent.pk)
    if faits.role != Role.REFERENT:
        _keep_a_referent(fresh, champ="role")
    _keep_what_serves(fresh, faits, today=today, now=now)
    _write(fresh, faits)
    if email and fresh.user is None:
        _invite(fresh, email, portail)
    return fresh


@transaction.atomic
def invite_again(*, agent: Agent, portail: str) -> None:
    """A new link for whoever has not chosen a password yet. Raises EquipeRefusee."""
    if agent.user is not None:
        _send(agent, portail)


@transaction.atomic
def deactivate_agent(*, agent: Agent, auteur: Agent) -> None:
    """No more access, no more creneaux. Rdv, plages and the account stay. Raises EquipeRefusee."""
    _take(agent.territoire)
    if agent.pk == auteur.pk:
        raise EquipeRefusee("Un autre référent doit le faire pour vous.")
    fresh = Agent.objects.get(pk=agent.pk)
    _keep_a_referent(fresh)
    Agent.objects.filter(pk=fresh.pk).update(actif=False)


@transaction.atomic
def reactivate_agent(*, agent: Agent) -> None:
    """Access and plages as they were."""
    Agent.objects.filter(pk=agent.pk).update(actif=True)


def coming_rdvs_of(*, agent: Agent, now: dt.datetime) -> int:
    """How many Rdv they are to hold. Counted only: whoever counts may not read them."""
    return Rdv.objects.of(agent.territoire_id).upcoming(now).filter(agent=agent).count()


def _take(territoire: Territoire) -> None:
    """One change at a time: two référents could otherwise take the role from each other at once."""
    Territoire.objects.select_for_update(of=("self",)).get(pk=territoire.pk)


def _write(agent: Agent, faits: FaitsDeLAgent) -> None:
    for row in (*faits.organisations, *faits.services):
        if row.territoire_id != agent.territoire_id:
            raise EquipeRefusee(f"« {row} » n’est pas de ce territoire.")
    agent.prenom, agent.nom = faits.prenom, faits.nom
    agent.fonction, agent.role = faits.fonction, faits.role
    agent.save()
    agent.organisations.set(faits.organisations)
    agent.services.set(faits.services)


def _keep_a_referent(agent: Agent, *, champ: str | None = None) -> None:
    """A référent without an open account could change nothing: they do not count."""
    able = Agent.objects.of(agent.territoire_id).receiving()
    able = able.filter(role=Role.REFERENT, user__is_active=True)
    if able.filter(pk=agent.pk).exists() and not able.exclude(pk=agent.pk).exists():
        raise EquipeRefusee(
            "C’est le seul référent : donnez d’abord ce rôle à une autre personne.", champ=champ
        )


def _keep_what_serves(
    agent: Agent, faits: FaitsDeLAgent, *, today: dt.date, now: dt.datetime
) -> None:
    """Plages go on offering what they hold, so what they hold is not taken from under them."""
    plages = PlageOuverture.objects.filter(agent=agent, jusqu_au__gte=today)
    left = agent.services.exclude(pk__in=_keys(faits.services))
    held = left.filter(motifs__plages__in=plages).distinct()
    if held:
        raise EquipeRefusee(
            f"Ses plages d’ouverture reçoivent encore pour {_names(held)} : "
            "retirez-le d’abord de ses plages.",
            champ="services",
        )
    # Its own agents alone read the Rdv of a discreet service: nobody would, or not the right one.
    rdvs = Rdv.objects.of(agent.territoire_id).upcoming(now).filter(agent=agent)
    discreet = left.filter(discret=True, motifs__rdvs__in=rdvs).distinct()
    if discreet:
        raise EquipeRefusee(
            f"Des rendez-vous à venir restent à tenir pour {_names(discreet)} : "
            "attendez qu’ils soient passés.",
            champ="services",
        )
    gone = agent.organisations.exclude(pk__in=_keys(faits.organisations))
    used = gone.filter(pk__in=plages.values("organisation"))
    if used:
        raise EquipeRefusee(
            f"Ses plages d’ouverture reçoivent encore à {_names(used)} : supprimez-les d’abord.",
            champ="organisations",
        )


def _keys(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _names(rows: Iterable[Any]) -> str:
    return ", ".join(f"« {row} »" for row in rows)


def _invite(agent: Agent, email: str, portail: str) -> None:
    """An account for this agent: new, or theirs already, where it serves no other agent."""
    user, _made = find_or_create_account(email=email, prenom=agent.prenom, nom=agent.nom)
    other = Agent.objects.filter(user=user).exclude(pk=agent.pk).first()
    if other and other.territoire_id == agent.territoire_id:
        raise EquipeRefusee(f"Cette adresse est déjà celle de {other}.", champ="email")
    if other or not user.is_active:
        # Nothing more: where else someone works is not told.
        raise EquipeRefusee(
            "Cette adresse ne peut pas servir ici : prenez-en une autre.", champ="email"
        )
    agent.user = user
    agent.save(update_fields=["user"])
    _send(agent, portail)


def _send(agent: Agent, portail: str) -> None:
    try:
        send_welcome(
            territoire=agent.territoire, portail=portail, user=agent.user, entree="agents:agenda"
        )
    except OSError as error:
        raise EquipeRefusee(
            "Le courriel n’est pas parti : rien n’est enregistré. Réessayez dans un moment.",
            champ="email",
        ) from error
