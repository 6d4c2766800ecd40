"""A référent on a portal whose services follow no couche yet."""

from __future__ import annotations

import pytest
from django.test import Client

from booking.models import Agent, Role
from tests.agents.conftest import Equipe, equipe, signed_in

__all__ = ["equipe"]


@pytest.fixture
def referent(equipe: Equipe) -> Agent:
    return equipe.agent(equipe.pmi, role=Role.REFERENT, nom="Marchal")


@pytest.fixture
def client(referent: Agent) -> Client:
    """The référent's browser."""
    return signed_in(referent)
