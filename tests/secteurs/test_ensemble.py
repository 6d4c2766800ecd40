"""The overview: what publishing would do, computed once and dated."""

import dataclasses

import pytest
from django.core.cache import cache

from sectorisation.bilan import _key, last_bilan
from sectorisation.models import Couche
from tests.agents.conftest import lundi_matin
from tests.factories.sectorisation import CoucheFactory, SecteurFactory
from tests.secteurs.publie import client, terrain, url

__all__ = ["client", "lundi_matin", "terrain", "url"]


def make_it_long(couche: Couche) -> None:
    """As on a real département: the last study took two seconds."""
    bilan = last_bilan(couche)
    cache.set(_key(couche), dataclasses.replace(bilan, secondes=2.0))


def test_a_draft_says_how_many_addresses_change_and_how_many_rdv_stay(client, terrain, url):
    terrain.give_all_to_nord()
    terrain.rdv()

    texte = client.get(url("couche")).text

    assert "3 adresses</b> changent de secteur" in texte
    assert "1 rendez-vous à venir garde son lieu" in texte
    assert "<td>2, Sud</td><td>1, Nord</td>" in texte
    assert "Vous pourrez revenir à la version 1 en un clic" in texte


def test_a_draft_like_the_published_version_has_nothing_to_publish(client, terrain, url):
    texte = client.get(url("couche")).text

    assert "Rien à publier" in texte
    assert "13 adresses</b> dans un seul secteur" in texte
    assert "2 secteurs</b> ont un lieu ouvert" in texte


def test_an_empty_couche_says_what_to_do_first(client, equipe):
    CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")

    texte = client.get("/agents/secteurs/pmi/").text

    assert "pas encore de secteur" in texte
    assert "Ajoutez un premier secteur" in texte


def test_a_couche_without_addresses_nor_communes_still_shows_its_secteurs(client, equipe):
    couche = CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")
    SecteurFactory(couche=couche, nom="Nord")

    texte = client.get("/agents/secteurs/pmi/").text

    assert "Aucune adresse importée" in texte
    assert "Rien à dessiner" in texte
    assert "Nord" in texte


def test_the_plan_numbers_every_secteur_and_hatches_what_changes(client, terrain, url):
    terrain.give_all_to_nord()

    texte = client.get(url("couche")).text

    assert texte.count('class="pv-esquisse__numero"') == 1
    assert 'class="pv-esquisse__change"' in texte
    assert "3 adresses</text>" in texte


def test_a_long_study_is_not_made_again_unasked_and_says_its_age(client, terrain, url):
    client.get(url("couche"))
    make_it_long(terrain.fresh())
    terrain.give_all_to_nord()

    texte = client.get(url("couche")).text

    assert "Le brouillon a changé depuis cette étude" in texte
    assert "lundi 11 janvier 2027</time>" in texte
    assert "3 adresses</b> changent" not in texte
    answer = client.post(url("couche_etudier"), {"page": "couche"}, follow=True)
    assert "3 adresses</b> changent de secteur" in answer.text


def test_a_study_asked_from_elsewhere_returns_to_the_overview(client, terrain, url):
    answer = client.post(url("couche_etudier"), {"page": "https://ailleurs.example/"})

    assert answer.url == url("couche")


def test_a_second_look_costs_few_queries_and_no_study(
    client, terrain, url, django_assert_max_num_queries
):
    terrain.give_all_to_nord()
    for rang in range(12):
        SecteurFactory(couche=terrain.couche, code=f"x{rang:02}")
    client.get(url("couche"))

    with django_assert_max_num_queries(18):
        client.get(url("couche"))


@pytest.mark.parametrize("lettre", ["<script>alert(1)</script>", "=1+1"])
def test_a_name_is_only_ever_text(client, terrain, url, lettre):
    terrain.nord.nom = lettre
    terrain.nord.save()
    terrain.give_all_to_nord()

    assert "<script>alert" not in client.get(url("couche")).text
