"""The table of rules: found, moved, deleted."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from sectorisation.models import Regle
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)

pytestmark = pytest.mark.usefixtures("couche")


def url(nom: str, *args: object) -> str:
    return reverse(f"agents:secteurs:{nom}", args=["pmi", *args])


def found(client, **filtres: str) -> set[str]:
    lignes = client.get(url("regles"), filtres).context["lignes"]
    return {ligne["texte"] for ligne in lignes}


@pytest.fixture
def regles(nord, sud) -> dict[str, Regle]:
    return {
        "lilas": VoieRegleFactory(secteur=nord, numero_du=2, numero_au=40, parite="pairs"),
        "gare": VoieRegleFactory(secteur=sud, insee="99002", voie_nom="Rue de la Gare"),
        "communes": RegleFactory(secteur=sud, communes=["99001", "99002"]),
        "zone": RegleFactory(
            secteur=nord, genre="polygone", geometrie=square(2.0, 44.0), libelle="Quartier neuf"
        ),
        "ccas": AdresseRegleFactory(secteur=nord, libelle="CCAS de Valbrune"),
    }


def test_a_couche_without_rules_says_what_to_do_first(client):
    assert "Commencez par des communes" in client.get(url("regles")).text


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("lilas", {"Rue des Lilas, du 2 au 40, numéros pairs"}),
        ("R. des LILAS", {"Rue des Lilas, du 2 au 40, numéros pairs"}),
        ("saint aubin", {"Rue de la Gare", "Saint-Aubin-le-Haut, Valbrune"}),
        ("gare haut", {"Rue de la Gare"}),
        ("gare valbrune", set()),
        ("sud", {"Rue de la Gare", "Saint-Aubin-le-Haut, Valbrune"}),
        ("quartier", {"Quartier neuf"}),
        ("ccas", {"CCAS de Valbrune"}),
        ("zzz", set()),
    ],
)
def test_rules_are_found_by_street_commune_secteur_or_label(client, regles, texte, attendues):
    assert found(client, q=texte) == attendues


def test_rules_are_found_by_kind_and_by_secteur(client, regles, sud):
    assert found(client, genre="voie", secteur=str(sud.uid)) == {"Rue de la Gare"}


def test_filters_that_mean_nothing_are_left_out(client, regles):
    assert len(found(client, genre="rivière", secteur="x", tri="y", page="z")) == len(regles)


@pytest.mark.parametrize("tri", ["", "voie", "commune", "secteur"])
def test_every_order_shows_every_rule_once(client, regles, tri):
    assert len(client.get(url("regles"), {"tri": tri}).context["lignes"]) == len(regles)


def test_rules_ticked_are_moved_and_the_filters_are_still_there(client, regles, nord):
    demande = {
        "regle": [regles["gare"].uid, regles["communes"].uid], "vers": nord.uid, "tri": "voie",
    }  # fmt: skip

    answer = client.post(url("regles_deplacer"), demande, follow=True)

    assert "2 règles déplacées vers le secteur 1, Nord" in answer.text
    assert answer.redirect_chain[0][0].endswith("?tri=voie")
    assert set(Regle.objects.values_list("secteur", flat=True)) == {nord.pk}


def test_moving_nothing_or_nowhere_says_so_and_keeps_the_ticks(client, regles, nord):
    sans_regle = client.post(url("regles_deplacer"), {"vers": nord.uid})
    assert sans_regle.status_code == 400
    assert "Cochez au moins une règle" in sans_regle.text

    sans_secteur = client.post(url("regles_deplacer"), {"regle": regles["gare"].uid})
    assert sans_secteur.status_code == 400
    assert "Choisissez un secteur" in sans_secteur.text
    assert f'value="{regles["gare"].uid}" checked' in sans_secteur.text


def test_rules_ticked_are_deleted_only_once_confirmed(client, regles):
    demande = {"regle": [regles["gare"].uid, regles["zone"].uid]}

    page = client.post(url("regles_supprimer"), demande)
    assert "Supprimer ces 2 règles" in page.text
    assert Regle.objects.count() == len(regles)

    answer = client.post(url("regles_supprimer"), {**demande, "confirme": "1"}, follow=True)
    assert "2 règles supprimées" in answer.text
    assert Regle.objects.count() == len(regles) - 2


def test_the_button_of_one_rule_speaks_of_that_rule_only(client, regles, nord):
    demande = {"seule": regles["lilas"].uid, "regle": [regles["gare"].uid], "depuis": nord.uid}

    page = client.post(url("regles_supprimer"), demande)

    assert "Supprimer cette règle" in page.text
    assert "Rue des Lilas" in page.text
    assert "Rue de la Gare" not in page.text
    assert f'name="depuis" value="{nord.uid}"' in page.text


@pytest.mark.parametrize("geste", ["regles_deplacer", "regles_supprimer"])
def test_rules_of_another_couche_are_neither_moved_nor_deleted(client, equipe, nord, geste):
    ailleurs = RegleFactory(secteur=SecteurFactory(couche=CoucheFactory(slug="pmi")))

    answer = client.post(url(geste), {"regle": ailleurs.uid, "vers": nord.uid, "confirme": "1"})

    assert answer.status_code == 400
    ailleurs.refresh_from_db()
    assert ailleurs.secteur.couche != nord.couche


def test_what_is_no_identifier_is_not_found(client):
    assert client.post(url("regles_supprimer"), {"regle": "'; DROP"}).status_code == 404


@pytest.mark.parametrize("nom", ["regle", "regle_commune", "regle_adresse"])
def test_the_rule_of_another_territoire_is_not_found(client, nom):
    etrangere = RegleFactory(secteur=SecteurFactory(couche=CoucheFactory(slug="pmi")))

    assert client.get(url(nom, etrangere.uid)).status_code == 404
    assert client.get(url(nom, uuid.uuid4())).status_code == 404


def test_one_address_leads_to_the_page_of_every_kind_of_rule(client, regles):
    pages = {
        nom: client.get(url("regle", regle.uid)).headers["Location"]
        for nom, regle in regles.items()
    }

    assert pages["communes"] == url("regle_commune", regles["communes"].uid)
    assert pages["ccas"] == url("regle_adresse", regles["ccas"].uid)
    assert pages["gare"].startswith(url("regle_voie"))
    assert pages["zone"] == url("regle_polygone", regles["zone"].uid)


def test_the_table_costs_the_same_for_ten_rules_and_for_two_hundred(
    client, nord, django_assert_max_num_queries
):
    for numero in range(200):
        VoieRegleFactory(secteur=nord, voie_nom=f"Rue {numero}")

    with django_assert_max_num_queries(16):
        answer = client.get(url("regles"), {"q": "rue", "tri": "commune", "page": "2"})
    assert len(answer.context["lignes"]) == 50
