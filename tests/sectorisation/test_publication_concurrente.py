"""Several at once: one publication wins, and a reader holds one version, whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from sectorisation.errors import BrouillonChange
from sectorisation.models import Couche, Regle, Version, fingerprint
from sectorisation.publication import Vu, publish, study
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OUEST, EST = (2.05, 44.05), (2.15, 44.05)


@pytest.fixture
def couche(transactional_db, territoire):
    """Version 1 gives the west to Nord and nothing to the east; the draft does the reverse."""
    couche = CoucheFactory(territoire=territoire)
    RegleFactory(secteur=SecteurFactory(couche=couche, code="nord"), communes=["99001"])
    publish(couche=couche, now=NOW)
    Regle.objects.update(communes=["99002"])
    return Couche.objects.get(pk=couche.pk)


def test_of_two_referents_who_saw_the_same_draft_one_publishes(couche):
    contenu = study(couche=couche, now=NOW).compilation.contenu
    vu, depart = Vu(couche.brouillon, fingerprint(contenu), 1), Barrier(2)

    def publish_seen(nom):
        try:
            depart.wait(timeout=30)
            publish(couche=couche, now=NOW, par=nom, vu=vu)
            return "publié"
        except BrouillonChange:
            return "refusé"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as ensemble:
        issues = list(ensemble.map(publish_seen, ("amina", "basile")))

    assert sorted(issues) == ["publié", "refusé"]
    assert Version.objects.count() == 2


def test_a_reader_meanwhile_sees_one_version_or_the_next_never_both(couche):
    depart = Barrier(2)

    def read():
        try:
            depart.wait(timeout=30)
            vus = []
            for _ in range(40):
                lue = Couche.objects.select_related("version_publiee").get(pk=couche.pk)
                ouest, est = (rattacher(couche=lue, lon=x, lat=y) for x, y in (OUEST, EST))
                vus.append((ouest.version, est.version, ouest.secteur_code, est.secteur_code))
            return vus
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as ensemble:
        lecture = ensemble.submit(read)
        depart.wait(timeout=30)
        publish(couche=couche, now=NOW)
        vus = lecture.result(timeout=60)

    assert set(vus) <= {(1, 1, "nord", None), (2, 2, None, "nord")}
