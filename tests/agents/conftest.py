"""A team on its portal: agents signed in, a service one shares, a discreet one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from booking.models import Agent, Lieu, Motif, Organisation, Role, Service
from portal.models import User
from sectorisation.models import Territoire
from tests.factories.booking import (
    NOW,
    AgentFactory,
    LieuFactory,
    MotifFactory,
    OrganisationFactory,
    ServiceFactory,
)
from tests.factories.home import PortailFactory

MOT_DE_PASSE = "un-mot-de-passe-long"


@dataclass
class Equipe:
    """The world of these tests."""

    territoire: Territoire
    organisation: Organisation
    lieu: Lieu
    pmi: Service
    discret: Service
    motif: Motif
    secret: Motif
    sophie: Agent

    def agent(self, *services: Service, role: Role = Role.AGENT, **extra) -> Agent:
        """Another agent of the team, with an account."""
        extra.setdefault("organisations", [self.organisation])
        agent = AgentFactory(territoire=self.territoire, services=services, role=role, **extra)
        return with_account(agent)


def with_account(agent: Agent) -> Agent:
    agent.user = User.objects.create_user(f"agent{agent.pk}@example.org", MOT_DE_PASSE)
    agent.save(update_fields=["user"])
    return agent


def signed_in(agent: Agent, host: str = "testserver") -> Client:
    client = Client(headers={"host": host})
    client.force_login(agent.user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def equipe(db) -> Equipe:
    portail = PortailFactory(site__hostname="testserver")
    territoire = portail.territoire
    pmi = ServiceFactory(territoire=territoire, nom="PMI")
    discret = ServiceFactory(territoire=territoire, secret=True)
    organisation = OrganisationFactory(territoire=territoire)
    return Equipe(
        territoire=territoire,
        organisation=organisation,
        lieu=LieuFactory(territoire=territoire, organisation=organisation, nom="Maison d’Orval"),
        pmi=pmi,
        discret=discret,
        motif=MotifFactory(territoire=territoire, service=pmi, nom="Consultation"),
        secret=MotifFactory(territoire=territoire, service=discret, nom="Dépistage"),
        sophie=with_account(
            AgentFactory(
                territoire=territoire,
                organisations=[organisation],
                services=[pmi],
                nom="Delaunay",
            )
        ),
    )


@pytest.fixture
def client(equipe) -> Client:
    """Sophie's browser."""
    return signed_in(equipe.sophie)


@pytest.fixture
def lundi_matin():
    """Monday 11 January 2027, 8 h in Paris."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


def at(hour: int, minute: int = 0, *, day: int = 11) -> dt.datetime:
    """A local hour of January 2027, which is UTC + 1."""
    return dt.datetime(2027, 1, day, hour - 1, minute, tzinfo=dt.UTC)
