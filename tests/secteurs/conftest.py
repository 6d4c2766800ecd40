"""A référent on a portal, with its communes, its addresses and a couche to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from booking.models import Agent, Role
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import Couche, Secteur
from tests.agents.conftest import Equipe, equipe, signed_in
from tests.factories.sectorisation import CommuneFactory, CoucheFactory, SecteurFactory, square
from tests.sectorisation.conftest import ADRESSES

__all__ = ["equipe"]


@pytest.fixture
def referent(equipe: Equipe) -> Agent:
    return equipe.agent(equipe.pmi, role=Role.REFERENT, nom="Marchal")


@pytest.fixture
def client(referent: Agent) -> Client:
    """The référent's browser."""
    return signed_in(referent)


@pytest.fixture
def couche(equipe: Equipe) -> Couche:
    """« PMI », on two communes: Valbrune to the west, Saint-Aubin-le-Haut to the east."""
    communes = (("99001", "Valbrune", 2.0), ("99002", "Saint-Aubin-le-Haut", 2.1))
    for insee, nom, ouest in communes:
        CommuneFactory(
            territoire=equipe.territoire, insee=insee, nom=nom, contour=square(ouest, 44.0)
        )
    return CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")


@pytest.fixture
def adresses(equipe: Equipe, settings, tmp_path: Path) -> None:
    """The thirteen addresses of tests/sectorisation, imported."""
    settings.PARVIS_DONNEES_DIR = tmp_path
    settings.PARVIS_GEOCODEUR = "embarque"
    fichier = tmp_path / "adresses.csv"
    fichier.write_text(ADRESSES, encoding="utf-8")
    import_adresses(territoire=equipe.territoire, chemin=fichier)


@pytest.fixture
def nord(couche: Couche) -> Secteur:
    return SecteurFactory(couche=couche, code="1", nom="Nord")


@pytest.fixture
def sud(couche: Couche) -> Secteur:
    return SecteurFactory(couche=couche, code="2", nom="Sud")
