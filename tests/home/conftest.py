"""Two portails on two hosts, and an editor of the first."""

import gc

import pytest
from django.test import Client

from home.models import Portail
from tests.decor import kept_for_the_file
from tests.factories.home import make_portail, make_redacteur


@pytest.fixture(scope="module")
def portail_du_module(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker):
        make_portail("a")
        with django_db_blocker.block():
            yield


@pytest.fixture
def portail(portail_du_module, db):
    return Portail.objects.for_host("a.example.test")


@pytest.fixture
def index_tenu(settings):
    """What /cms/ searches in follows what is written, as in production."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": True}
    }


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
