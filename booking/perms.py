"""Who may see and change what in the agents' space.

Each function answers a queryset: what it leaves out answers 404. All are scoped to the agent's
territoire. A discreet service is a compartment: only its own agents see its Rdv, whatever the role.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from booking.models import (
    Absence,
    Agent,
    CasUsage,
    Lieu,
    Motif,
    Organisation,
    PlageOuverture,
    Rdv,
    Role,
    Service,
)
from sectorisation.models import Couche


def visible_rdvs(agent: Agent) -> QuerySet[Rdv]:
    """Rdv this agent may read: their own, then as far as the role goes, never across a compartment."""
    mine = _services(agent)
    rdvs = Rdv.objects.of(agent.territoire_id).filter(
        Q(discret=False, motif__service__discret=False) | Q(motif__service__in=mine)
    )
    if agent.role == Role.REFERENT:
        return rdvs
    near = Q(organisation__in=_organisations(agent))
    if agent.role == Role.AGENT:
        near &= Q(motif__service__in=mine)
    return rdvs.filter(Q(agent=agent) | near)


def changeable_rdvs(agent: Agent) -> QuerySet[Rdv]:
    """Rdv whose status, note or date this agent may change: all those they may read."""
    return visible_rdvs(agent)


def visible_agents(agent: Agent) -> QuerySet[Agent]:
    """Agents whose diary this agent may open: self, colleagues of organisation and service, or more."""
    agents = Agent.objects.of(agent.territoire_id)
    if agent.role == Role.REFERENT:
        return agents
    shares_organisation = Exists(
        Agent.organisations.through.objects.filter(
            agent_id=OuterRef("pk"), organisation_id__in=_organisations(agent)
        )
    )
    if agent.role == Role.SECRETARIAT:
        return agents.filter(Q(pk=agent.pk) | Q(shares_organisation))
    shares_service = Exists(
        Agent.services.through.objects.filter(
            agent_id=OuterRef("pk"), service_id__in=_services(agent)
        )
    )
    return agents.filter(Q(pk=agent.pk) | (Q(shares_organisation) & Q(shares_service)))


def visible_plages(agent: Agent) -> QuerySet[PlageOuverture]:
    """Opening ranges of the diaries this agent may open, but those of others' discreet services."""
    hidden = Exists(
        PlageOuverture.motifs.through.objects.filter(
            plageouverture_id=OuterRef("pk"), motif__service__discret=True
        ).exclude(motif__service__in=_services(agent))
    )
    return PlageOuverture.objects.of(agent.territoire_id).filter(
        Q(agent=agent) | (Q(agent__in=visible_agents(agent)) & ~hidden)
    )


def changeable_plages(agent: Agent) -> QuerySet[PlageOuverture]:
    """Opening ranges this agent may change: their own; a secrétariat or a référent, all they see."""
    plages = visible_plages(agent)
    return plages.filter(agent=agent) if agent.role == Role.AGENT else plages


def visible_absences(agent: Agent) -> QuerySet[Absence]:
    """Absences of the diaries this agent may open."""
    return Absence.objects.of(agent.territoire_id).filter(agent__in=visible_agents(agent))


def changeable_absences(agent: Agent) -> QuerySet[Absence]:
    """Absences this agent may remove: their own; a secrétariat or a référent, all they see."""
    absences = visible_absences(agent)
    return absences.filter(agent=agent) if agent.role == Role.AGENT else absences


def changeable_agents(agent: Agent) -> QuerySet[Agent]:
    """Agents for whom this agent may add plages and absences: self, or all a secrétariat sees."""
    agents = visible_agents(agent)
    return agents.filter(pk=agent.pk) if agent.role == Role.AGENT else agents


def usable_motifs(agent: Agent) -> QuerySet[Motif]:
    """Motifs this agent receives for: the active ones of their services."""
    return (
        Motif.objects.of(agent.territoire_id)
        .active()
        .with_reglages()
        .filter(service__in=_services(agent))
        .select_related("service")
        .in_order()
    )


def usable_lieux(agent: Agent) -> QuerySet[Lieu]:
    """Sites where this agent may receive: the open ones of their organisations."""
    return (
        Lieu.objects.of(agent.territoire_id)
        .receiving()
        .filter(organisation__in=_organisations(agent))
        .order_by("nom")
    )


def seen_services(agent: Agent) -> QuerySet[Service]:
    """Services whose agents and availabilities this agent may be told: not others' discreet ones."""
    return Service.objects.of(agent.territoire_id).filter(
        Q(discret=False) | Q(pk__in=_services(agent))
    )


def kept_couches(agent: Agent) -> QuerySet[Couche]:
    """Couches this agent may read, write and publish: a référent, all those of the territoire."""
    couches = Couche.objects.of(agent.territoire)
    return couches if agent.role == Role.REFERENT else couches.none()


def kept_cas_usages(agent: Agent) -> QuerySet[CasUsage]:
    """Use cases this agent may open, change and close: a référent, all those of the territoire."""
    cas = CasUsage.objects.of(agent.territoire_id)
    return cas if agent.role == Role.REFERENT else cas.none()


def _services(agent: Agent) -> QuerySet[Service]:
    """The agent's services as a subquery, which joins no query of its own."""
    return Agent.services.through.objects.filter(agent=agent).values("service_id")


def _organisations(agent: Agent) -> QuerySet[Organisation]:
    """The agent's organisations as a subquery."""
    return Agent.organisations.through.objects.filter(agent=agent).values("organisation_id")


def kept_services(agent: Agent) -> QuerySet[Service]:
    """Services of the catalogue this agent may write: a référent, all, discreet ones included."""
    services = Service.objects.of(agent.territoire_id).order_by("ordre", "nom")
    return services if agent.role == Role.REFERENT else services.none()


def kept_motifs(agent: Agent) -> QuerySet[Motif]:
    """Motifs of the services this agent may write, closed ones included."""
    return (
        Motif.objects.filter(service__in=kept_services(agent).order_by())
        .select_related("service__couche", "territoire", "cas_usage")
        .in_order()
    )


def kept_lieux(agent: Agent) -> QuerySet[Lieu]:
    """Sites this agent may write, close and open again: a référent, all those of the territoire."""
    lieux = Lieu.objects.of(agent.territoire_id).select_related("organisation", "territoire")
    return (
        lieux.order_by("organisation__nom", "nom") if agent.role == Role.REFERENT else lieux.none()
    )


def kept_agents(agent: Agent) -> QuerySet[Agent]:
    """People this agent may write, give roles and services to: a référent, all those here."""
    agents = Agent.objects.of(agent.territoire_id).select_related("territoire", "user")
    return agents if agent.role == Role.REFERENT else agents.none()
