"""History and à blanc: any version may come back in one gesture, and one may run unseen."""

import datetime as dt

import pytest

from sectorisation.models import Parution, Version
from sectorisation.publication import prepare, publish
from tests.agents.conftest import lundi_matin
from tests.factories.booking import NOW
from tests.factories.sectorisation import CoucheFactory
from tests.secteurs.publie import client, terrain, url

__all__ = ["client", "lundi_matin", "terrain", "url"]


@pytest.fixture
def deux(terrain):
    """Version 1 knows Sud, version 2 gives everything to Nord."""
    terrain.give_all_to_nord()
    publish(couche=terrain.couche, now=NOW, par="Basile Petit")
    return terrain


def test_history_says_who_did_what_with_how_much(client, deux, url):
    texte = client.get(url("historique")).text

    assert "Amina Marchal" in texte
    assert "Basile Petit" in texte
    assert texte.count("Remettre en service") == 1
    assert "En service" in texte
    assert "Secteurs : </span>2</td>" in texte
    assert "Adresses : </span>13</td>" in texte


def test_one_click_puts_a_past_version_back_under_the_agent_s_name(client, deux, url, referent):
    answer = client.post(url("historique_remettre", 1), {"numero": 2}, follow=True)

    assert "Version 1 remise en service" in answer.text
    assert deux.fresh().version_publiee.numero == 1
    assert Parution.objects.first().par == str(referent)
    assert "Retour en arrière" in answer.text


@pytest.mark.parametrize("vu", [{}, {"numero": 1}, {"numero": "x"}])
def test_a_return_asked_from_an_old_page_changes_nothing(client, deux, url, vu):
    answer = client.post(url("historique_remettre", 1), vu)

    assert answer.status_code == 409
    assert deux.fresh().version_publiee.numero == 2


def test_a_version_never_published_is_not_put_into_service_by_history(client, deux, url):
    deux.forget_sud()
    deux.nord.nom = "Autre"
    deux.nord.save()
    essai = prepare(couche=deux.couche, now=NOW)

    answer = client.post(url("historique_remettre", essai.numero), {"numero": 2})

    assert answer.status_code == 409
    assert deux.fresh().version_publiee.numero == 2


def test_two_versions_are_compared_in_addresses_and_rdv(client, deux, url):
    deux.rdv()

    texte = client.get(url("historique"), {"avant": 1, "apres": 2}).text

    assert "3 adresses</b> changent de secteur" in texte
    assert "1 rendez-vous à venir garde son lieu" in texte
    lignes = b"".join(client.get(url("historique_adresses", 1, 2))).decode().splitlines()
    assert len(lignes) == 4


@pytest.mark.parametrize("quoi", [{"avant": "x", "apres": 2}, {"avant": 1, "apres": 99}])
def test_versions_that_are_not_there_compare_nothing(client, deux, url, quoi):
    answer = client.get(url("historique"), quoi)

    assert answer.status_code == 200
    assert "changent de secteur" not in answer.text


def test_a_couche_never_published_has_an_empty_history(client, equipe):
    CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")

    assert "Aucune version publiée" in client.get("/agents/secteurs/pmi/historique/").text


def test_history_costs_the_same_for_two_lines_and_for_twenty(
    client, deux, url, django_assert_max_num_queries
):
    version = Version.objects.get(numero=1)
    for minute in range(20):
        Parution.objects.create(
            territoire=version.territoire, couche=version.couche, version=version,
            le=NOW + dt.timedelta(minutes=minute),
        )  # fmt: skip

    with django_assert_max_num_queries(10):
        client.get(url("historique"))


def test_a_blanc_counts_addresses_coming_rdv_and_those_of_thirty_days(client, terrain, url):
    terrain.give_all_to_nord()
    terrain.rdv()
    for jour in (4, 5):
        terrain.rdv(debut=NOW.replace(day=jour))
    terrain.rdv(debut=NOW - dt.timedelta(days=40))

    texte = client.post(url("a_blanc_preparer"), follow=True).text

    assert "La version 2 tourne à blanc" in texte
    assert "3 adresses</b> changeraient de secteur" in texte
    assert "1 rendez-vous</b> à venir" in texte
    assert "2 rendez-vous</b> des 30 derniers jours" in texte
    assert terrain.fresh().version_publiee.numero == 1
    assert len(b"".join(client.get(url("a_blanc_adresses"))).decode().splitlines()) == 4


def test_a_blanc_is_published_as_it_was_seen(client, terrain, url, referent):
    terrain.give_all_to_nord()
    client.post(url("a_blanc_preparer"))
    terrain.forget_sud()

    client.post(url("a_blanc_publier"), {"numero": 2})

    assert terrain.fresh().version_publiee.numero == 2
    assert Parution.objects.first().par == str(referent)


@pytest.mark.parametrize("vu", [{}, {"numero": 7}])
def test_another_a_blanc_than_the_one_seen_is_not_published(client, terrain, url, vu):
    terrain.give_all_to_nord()
    client.post(url("a_blanc_preparer"))

    assert client.post(url("a_blanc_publier"), vu).status_code == 409
    assert terrain.fresh().version_publiee.numero == 1


def test_a_blanc_is_dropped_without_a_trace(client, terrain, url):
    terrain.give_all_to_nord()
    client.post(url("a_blanc_preparer"))

    answer = client.post(url("a_blanc_abandonner"), follow=True)

    assert "Aucun essai en cours" in answer.text
    assert Version.objects.count() == 1
    assert client.get(url("a_blanc_adresses")).status_code == 404


def test_a_draft_that_cannot_be_published_cannot_run_a_blanc(client, terrain, url):
    terrain.overlap()

    answer = client.post(url("a_blanc_preparer"))

    assert answer.status_code == 409
    assert "se recouvrent" in answer.text
