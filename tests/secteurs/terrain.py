"""The journey's world, seen by one of its référents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from booking.models import Agent, Role
from sectorisation.brouillon import forget_drafts
from tests.agents.conftest import signed_in, with_account
from tests.factories.booking import NOW, AgentFactory
from tests.parcours.monde import Monde, build


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as voyage:
        yield voyage


@pytest.fixture
def monde(db, horloge, settings, tmp_path) -> Monde:
    """Orval cut in two, Brissoles; the services of PMI follow the couche `pmi`."""
    settings.PARVIS_DONNEES_DIR = tmp_path
    settings.PARVIS_GEOCODEUR = "embarque"
    cache.clear()
    forget_drafts()
    return build(dossier=tmp_path, now=NOW, hote="testserver")


@pytest.fixture
def referente(monde: Monde) -> Agent:
    """She belongs to PMI, and to no discreet service."""
    return with_account(
        AgentFactory(territoire=monde.territoire, services=[monde.pmi], role=Role.REFERENT)
    )


@pytest.fixture
def navigateur(referente: Agent) -> Client:
    return signed_in(referente)
