"""The journey's world, frozen on Monday 11 January 2027 at 8 o'clock in Paris."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
import time_machine
from django.test import override_settings

from tests.decor import kept_for_the_file
from tests.factories.booking import NOW
from tests.parcours.monde import Monde, build
from tests.parcours.visite import Visite


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def monde_du_module(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Monde, Path]]:
    dossier = tmp_path_factory.mktemp("monde")
    with kept_for_the_file(django_db_blocker):
        with override_settings(PARVIS_DONNEES_DIR=dossier), time_machine.travel(NOW, tick=False):
            monde = build(dossier=dossier, now=NOW)
        with django_db_blocker.block():
            yield monde, dossier


@pytest.fixture
def monde(monde_du_module: tuple[Monde, Path], db, horloge, settings) -> Monde:
    monde, settings.PARVIS_DONNEES_DIR = deepcopy(monde_du_module)
    settings.PARVIS_GEOCODEUR = "embarque"
    return monde


@pytest.fixture
def visite(monde: Monde) -> Visite:
    return Visite(monde)
