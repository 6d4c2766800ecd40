"""The page of the address file: what it says, to whom."""

import csv
import io

import pytest
from django.urls import reverse

from booking.models import Role
from sectorisation.models import ImportAdresses
from tests.agents.conftest import signed_in
from tests.factories.sectorisation import (
    CoucheFactory,
    SecteurFactory,
    TerritoireFactory,
    VoieRegleFactory,
)

PAGE, CSV = reverse("agents:secteurs:adresses"), reverse("agents:secteurs:adresses_regles")
COMPTES = {
    "adresses": 120, "voies": 9, "lieux_dits": 4, "communes": 2, "doublons": 0, "ecartees": 1,
}  # fmt: skip
VIDE = {"nombre": 0, "exemples": []}
CHANGE = {
    "version_precedente": "abc", "adresses_ajoutees": 7, "adresses_retirees": 3,
    "adresses_deplacees": 2, "deplacement_metres": 30, "voies_ajoutees": VIDE,
    "voies_retirees": VIDE, "identifiants_changes": VIDE, "communes_fusionnees": VIDE,
    "voies_renommees": {"nombre": 31, "exemples": [["Valbrune", "Rue Basse", "Rue Simone Veil"]] * 31},
}  # fmt: skip


def imported(territoire, **champs):
    return ImportAdresses.objects.create(
        territoire=territoire, version="v", source="BAN", comptes=COMPTES, **champs
    )


@pytest.fixture
def pmi(equipe):
    return CoucheFactory(territoire=equipe.territoire, slug="pmi", nom="PMI")


@pytest.fixture
def basse(pmi):
    return VoieRegleFactory(secteur=SecteurFactory(couche=pmi), voie_nom="Rue Basse")


def found(regle, dite="Rue Basse (99001)", constat="rien"):
    return {
        "couche": "PMI", "couche_slug": "pmi", "secteur": "Ouest", "regle": dite,
        "uid": str(regle.uid), "constat": constat,
    }  # fmt: skip


def test_a_referent_reads_what_the_file_in_service_changed(client, equipe, basse):
    imported(equipe.territoire, renouvellement=CHANGE, regles=[found(basse)])

    page = client.get(PAGE).text

    assert "Voies renommées : 31" in page and "et 11 autres" in page
    assert "Valbrune : Rue Basse devient Rue Simone Veil" in page
    assert "Rue Basse (99001)" in page and "Aucune adresse" in page
    assert reverse("agents:secteurs:regle", args=["pmi", basse.uid]) in page
    assert "de plus de 30 m" in page


def test_a_rule_deleted_since_is_no_longer_to_be_looked_at(client, equipe, basse):
    imported(equipe.territoire, regles=[found(basse)])
    basse.delete()

    assert "ont encore leurs adresses" in client.get(PAGE).text


def test_a_territoire_without_addresses_says_what_brings_them(client):
    assert "Aucune adresse importée" in client.get(PAGE).text
    assert client.get(CSV).status_code == 404


def test_a_first_file_has_nothing_to_be_compared_with(client, equipe):
    imported(equipe.territoire)
    assert "Premier fichier" in client.get(PAGE).text


def test_the_csv_holds_every_rule_and_no_formula(client, equipe, basse):
    regles = [found(basse, f"Rue {n}", constat="nom") for n in range(30)]
    imported(equipe.territoire, regles=[*regles, found(basse, "=HYPERLINK(1)")])

    answer = client.get(CSV)

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 32
    assert lines[1] == ["PMI", "Ouest", "Rue 0", "par le nom seul"]
    assert lines[-1][2] == "'=HYPERLINK(1)"


def test_the_files_of_another_territoire_are_not_shown(client):
    imported(TerritoireFactory())
    assert "Aucune adresse importée" in client.get(PAGE).text


@pytest.mark.parametrize("role", [Role.AGENT, Role.SECRETARIAT])
def test_other_agents_find_no_door(equipe, role):
    imported(equipe.territoire)
    browser = signed_in(equipe.agent(equipe.pmi, role=role))
    assert browser.get(PAGE).status_code == browser.get(CSV).status_code == 404


def test_the_list_of_couches_leads_to_the_page(client):
    assert PAGE in client.get(reverse("agents:secteurs:couches")).text


def test_a_couche_may_not_take_the_address_of_this_page(client):
    answer = client.post(reverse("agents:secteurs:couche_ajouter"), {"nom": "Adresses"})
    assert answer.status_code == 400 and "précisez-le" in answer.text


def test_the_page_costs_the_same_whatever_the_file_changed(
    client, equipe, basse, django_assert_max_num_queries
):
    for _ in range(15):
        imported(equipe.territoire, renouvellement=CHANGE, regles=[found(basse)] * 200)
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
