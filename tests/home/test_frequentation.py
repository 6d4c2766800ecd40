"""Readings are counted, and nothing is kept of who reads."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from home import frequentation
from home.models import Frequentation

NAVIGATEUR = {"user-agent": "Mozilla/5.0 (Android 14; Mobile)"}


@pytest.fixture(autouse=True)
def compteur(settings):
    settings.PARVIS_COMPTER_LECTURES = True
    frequentation._sommes.clear()
    yield
    frequentation._sommes.clear()


def read(visite, chemin, fois=1, **headers):
    for _ in range(fois):
        visite.get(chemin, headers=NAVIGATEUR | headers)


def counts() -> dict[str, int]:
    frequentation.write()
    return dict(Frequentation.objects.values_list("chemin", "lectures"))


def test_pages_are_counted_whether_made_or_kept(visite):
    read(visite, "/", 3)
    read(visite, "/lieux/")
    assert counts() == {"/": 3, "/lieux/": 1}
    read(visite, "/")
    assert counts()["/"] == 4


def test_robots_and_missing_pages_are_not_counted(visite):
    read(visite, "/", **{"user-agent": "Googlebot/2.1"})
    read(visite, "/nulle-part/")
    visite.get("/", headers={"user-agent": ""})
    assert "/nulle-part/" not in counts()
    assert "/" not in counts()


def test_a_kept_page_is_counted_without_any_query(visite):
    read(visite, "/")
    with CaptureQueriesContext(connection) as queries:
        read(visite, "/")
    assert len(queries) == 0


def test_two_portails_never_add_up(visite, voisin):
    read(visite, "/")
    read(visite, "/", host="b.example.test")
    frequentation.write()
    assert Frequentation.objects.values("portail").distinct().count() == 2


def test_a_database_that_refuses_loses_no_count(visite, monkeypatch):
    read(visite, "/")

    def refuse(*args, **kwargs):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(frequentation.transaction, "atomic", refuse)
        frequentation.write()
    assert counts() == {"/": 1}
