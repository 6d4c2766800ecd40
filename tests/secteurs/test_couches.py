"""The list of couches, and who may keep them."""

import pytest
from django.urls import reverse

from booking.models import Role
from sectorisation.models import Couche
from tests.agents.conftest import signed_in
from tests.factories.booking import ServiceFactory
from tests.factories.sectorisation import CoucheFactory

LISTE = reverse("agents:secteurs:couches")
AJOUTER = reverse("agents:secteurs:couche_ajouter")


def test_a_referent_opens_a_couche_for_a_service(client, equipe):
    answer = client.post(AJOUTER, {"nom": "PMI", "services": [equipe.pmi.pk]}, follow=True)

    assert "Couche « PMI » créée" in answer.text
    equipe.pmi.refresh_from_db()
    assert equipe.pmi.couche == Couche.objects.of(equipe.territoire).get(slug="pmi")


def test_two_couches_of_one_name_are_refused_and_the_name_is_kept(client, equipe):
    CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")

    answer = client.post(AJOUTER, {"nom": "pmi"})

    assert answer.status_code == 400
    assert "Une couche porte déjà ce nom" in answer.text
    assert 'value="pmi"' in answer.text


@pytest.mark.parametrize("role", [Role.AGENT, Role.SECRETARIAT])
def test_other_agents_find_no_door_and_see_none(equipe, role):
    browser = signed_in(equipe.agent(equipe.pmi, role=role))

    assert browser.get(LISTE).status_code == 404
    assert LISTE not in browser.get(reverse("agents:agenda")).text


def test_the_couche_of_another_territoire_is_not_found(client, equipe):
    ailleurs = CoucheFactory(slug="ailleurs")

    assert ailleurs.territoire != equipe.territoire
    assert client.get(reverse("agents:secteurs:couche", args=["ailleurs"])).status_code == 404
    assert "ailleurs" not in client.get(LISTE).text


def test_the_list_costs_the_same_for_one_couche_and_for_ten(
    client, equipe, django_assert_max_num_queries
):
    for numero in range(10):
        CoucheFactory(territoire=equipe.territoire, slug=f"c{numero}", nom=f"Couche {numero}")

    with django_assert_max_num_queries(8):
        client.get(LISTE)


def test_a_referent_gives_a_couche_to_another_service(client, equipe):
    couche = CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")
    equipe.pmi.couche = couche
    equipe.pmi.save(update_fields=["couche"])
    autre = ServiceFactory(territoire=equipe.territoire, nom="Service social")

    client.post(
        reverse("agents:secteurs:couche_modifier", args=["pmi"]),
        {"nom": "Solidarités", "services": [autre.pk]},
    )

    couche.refresh_from_db()
    equipe.pmi.refresh_from_db()
    autre.refresh_from_db()
    assert (couche.nom, couche.slug) == ("Solidarités", "pmi")
    assert (autre.couche, equipe.pmi.couche) == (couche, None)


def test_a_service_that_follows_another_couche_cannot_be_taken(client, equipe):
    CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")
    equipe.pmi.couche = CoucheFactory(territoire=equipe.territoire, slug="autre")
    equipe.pmi.save(update_fields=["couche"])

    answer = client.post(
        reverse("agents:secteurs:couche_modifier", args=["pmi"]),
        {"nom": "PMI", "services": [equipe.pmi.pk]},
    )

    equipe.pmi.refresh_from_db()
    assert answer.status_code == 400
    assert equipe.pmi.couche.slug == "autre"


def test_two_couches_cannot_be_given_one_name(client, equipe):
    CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")
    CoucheFactory(territoire=equipe.territoire, slug="social", nom="Social")

    answer = client.post(
        reverse("agents:secteurs:couche_modifier", args=["social"]), {"nom": "pmi"}
    )

    assert answer.status_code == 400
    assert "Une couche porte déjà ce nom" in answer.text
