"""The journey's world, frozen on Monday 11 January 2027 at 8 o'clock in Paris."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.factories.booking import NOW
from tests.parcours.monde import Monde, build
from tests.parcours.visite import Visite


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def monde(db, horloge, settings, tmp_path: Path) -> Monde:
    settings.PARVIS_DONNEES_DIR = tmp_path
    settings.PARVIS_GEOCODEUR = "embarque"
    return build(dossier=tmp_path, now=NOW)


@pytest.fixture
def visite(monde: Monde) -> Visite:
    return Visite(monde)
