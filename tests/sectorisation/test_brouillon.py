"""The draft answers as the version it would become, and nobody follows it."""

from datetime import UTC, datetime, timedelta

import pytest

from sectorisation.brouillon import draft_version
from sectorisation.edition import touch
from sectorisation.models import Regle, Version
from sectorisation.publication import publish
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def regle(avec_adresses):
    couche = CoucheFactory(territoire=avec_adresses)
    return RegleFactory(secteur=SecteurFactory(couche=couche, code="N"), communes=["99001"])


def test_a_draft_answers_before_any_publication(regle):
    couche = regle.secteur.couche

    trouve = rattacher(couche=couche, lon=2.05, lat=44.05, version=draft_version(couche, now=NOW))

    assert (trouve.statut, trouve.secteur_code, trouve.version) == ("trouve", "N", 0)
    assert not Version.objects.exists()


def test_each_write_makes_another_draft(regle):
    couche = regle.secteur.couche
    avant = draft_version(couche, now=NOW)
    Regle.objects.update(communes=["99002"])
    touch(couche)

    trouve = rattacher(couche=couche, lon=2.05, lat=44.05, version=draft_version(couche, now=NOW))

    assert trouve.statut == "indetermine"
    assert rattacher(couche=couche, lon=2.05, lat=44.05, version=avant).statut == "trouve"


def test_a_draft_is_compiled_once_a_day(regle, django_assert_num_queries):
    couche = regle.secteur.couche
    draft_version(couche, now=NOW)

    with django_assert_num_queries(0):
        draft_version(couche, now=NOW)

    regle.valide_au = NOW.date()
    regle.save()
    demain = draft_version(couche, now=NOW + timedelta(days=1))
    assert rattacher(couche=couche, lon=2.05, lat=44.05, version=demain).statut == "indetermine"


def test_a_draft_unchanged_since_its_publication_is_the_version_itself(regle):
    couche = regle.secteur.couche
    publiee = publish(couche=couche, now=NOW).version

    assert draft_version(couche, now=NOW).empreinte == publiee.empreinte
