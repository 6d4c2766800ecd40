"""Publishing: what usagers follow is the last version, whole."""

from datetime import UTC, datetime

import pytest

from sectorisation.errors import PublicationRefusee
from sectorisation.models import Regle, Version
from sectorisation.publication import publish
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory, square

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def couche(territoire):
    return CoucheFactory(territoire=territoire, slug="pmi", nom="PMI")


@pytest.fixture
def nord(couche):
    secteur = SecteurFactory(couche=couche, code="nord", nom="Nord")
    RegleFactory(secteur=secteur, communes=["99001"])
    return secteur


def test_before_any_publication_a_point_has_no_secteur(couche, nord):
    trouve = rattacher(couche=couche, lon=2.05, lat=44.05)
    assert (trouve.statut, trouve.version) == ("indetermine", None)


def test_a_published_rule_answers_with_its_version(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    trouve = rattacher(couche=couche, lon=2.05, lat=44.05)
    assert (trouve.statut, trouve.secteur_code, trouve.regle) == ("trouve", "nord", "commune")
    assert (trouve.version, trouve.secteur_uid) == (1, str(nord.uid))


def test_a_rule_changed_since_is_not_followed_before_the_next_version(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    Regle.objects.update(communes=["99002"])
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "trouve"
    publish(couche=couche, now=NOW)
    # One request read the couche before: it keeps the version it began with.
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "trouve"
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "indetermine"
    assert rattacher(couche=couche, lon=2.05, lat=44.05).version == 2


def test_publishing_without_a_change_makes_no_version(couche, nord):
    assert publish(couche=couche, now=NOW).nouvelle
    assert not publish(couche=couche, now=NOW).nouvelle
    assert Version.objects.count() == 1


def test_communes_left_without_secteur_are_named(couche, nord):
    assert publish(couche=couche, now=NOW).communes_sans_secteur == ("99002",)


def test_a_commune_in_two_secteurs_of_one_priority_is_refused(couche, nord):
    autre = SecteurFactory(couche=couche, code="sud", nom="Sud")
    RegleFactory(secteur=autre, communes=["99001"])
    with pytest.raises(PublicationRefusee, match=r"Valbrune \(99001\) est dans deux secteurs"):
        publish(couche=couche, now=NOW)
    assert not Version.objects.exists()


def test_a_priority_settles_a_commune_in_two_secteurs(couche, nord):
    autre = SecteurFactory(couche=couche, code="sud", nom="Sud", priorite=2)
    RegleFactory(secteur=autre, communes=["99001"])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.05, lat=44.05).secteur_code == "sud"


def test_a_couche_without_secteur_is_not_published(couche):
    with pytest.raises(PublicationRefusee, match="aucun secteur"):
        publish(couche=couche, now=NOW)


def test_couches_are_independent(territoire, couche, nord):
    autre = CoucheFactory(territoire=territoire)
    RegleFactory(secteur=SecteurFactory(couche=autre, code="tout"), communes=["99001", "99002"])
    for une in (couche, autre):
        publish(couche=une, now=NOW)
        une.refresh_from_db()
    assert rattacher(couche=couche, lon=2.15, lat=44.05).statut == "indetermine"
    assert rattacher(couche=autre, lon=2.15, lat=44.05).secteur_code == "tout"


def test_a_point_outside_the_territoire_is_said_so(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=5.0, lat=48.0).statut == "hors_territoire"


def test_a_lookup_reads_the_version_once_per_process(couche, nord, django_assert_num_queries):
    RegleFactory(
        secteur=nord, genre=Regle.Genre.POLYGONE, geometrie=square(2.1, 44.0, 0.05), communes=[]
    )
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    rattacher(couche=couche, lon=2.05, lat=44.05)
    with django_assert_num_queries(0):
        assert rattacher(couche=couche, lon=2.12, lat=44.02).regle == "polygone"
