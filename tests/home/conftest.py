"""Two portails on two hosts, and an editor of the first."""

import gc

import pytest
from django.test import Client

from tests.factories.home import make_portail, make_redacteur


@pytest.fixture
def portail(db):
    return make_portail("a")


@pytest.fixture
def voisin(db):
    return make_portail("b")


@pytest.fixture
def visite(portail):
    """A visitor of the first portail."""
    return Client(headers={"host": "a.example.test"})


@pytest.fixture
def redaction(portail):
    """A signed-in editor of the first portail, on its host."""
    client = Client(headers={"host": "a.example.test"})
    client.force_login(make_redacteur(portail))
    return client


@pytest.fixture
def fichiers(settings, tmp_path):
    """Uploads of this test, in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    # Wagtail leaves the files it resizes to the garbage collector: not to the next test. Only
    # what this test made is looked through.
    gc.freeze()
    yield tmp_path
    gc.collect()
    gc.unfreeze()
