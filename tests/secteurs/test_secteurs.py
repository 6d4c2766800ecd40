"""The secteurs of a couche: written, deleted, attributed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from booking.models import Attribution
from sectorisation.models import Regle, Secteur
from sectorisation.publication import publish
from tests.factories.booking import NOW, LieuFactory, RdvFactory
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory


def url(nom: str, *args: object) -> str:
    return reverse(f"agents:secteurs:{nom}", args=["pmi", *args])


def test_a_couche_without_secteur_says_what_to_do_first(client, couche):
    assert "Ajoutez un premier secteur" in client.get(url("secteurs")).text


def test_a_referent_adds_a_secteur_with_the_next_number(client, couche, nord):
    assert 'value="2"' in client.get(url("secteur_ajouter")).text

    answer = client.post(url("secteur_ajouter"), {"nom": "Est", "code": "2"}, follow=True)

    assert "Secteur 2, Est créé" in answer.text
    assert Secteur.objects.filter(couche=couche, code="2", nom="Est").exists()


def test_a_number_already_taken_is_refused_and_the_name_typed_is_kept(client, nord):
    answer = client.post(url("secteur_ajouter"), {"nom": "Est", "code": "1"})

    assert answer.status_code == 400
    assert "« Nord » porte déjà le numéro 1" in answer.text
    assert 'value="Est"' in answer.text


def test_a_secteur_is_renamed_and_a_refused_name_is_not_shown_as_its_own(client, nord, sud):
    page = url("secteur_modifier", nord.uid)

    assert "Modifier le secteur Nord" in client.post(page, {"nom": "Autre", "code": "2"}).text
    client.post(page, {"nom": "Grand Nord", "code": "10"})

    nord.refresh_from_db()
    assert (nord.code, nord.nom) == ("10", "Grand Nord")


def test_secteurs_are_listed_as_people_count(client, couche, nord, sud):
    SecteurFactory(couche=couche, code="10", nom="Dix")

    page = client.get(url("secteurs")).text

    assert page.index(">Nord<") < page.index(">Sud<") < page.index(">Dix<")


def test_the_list_the_page_and_the_map_give_a_secteur_one_number(client, couche, nord):
    rodez = SecteurFactory(couche=couche, code="rodez-12", nom="Rodez")
    RegleFactory(secteur=rodez, communes=["99001"])

    traces = client.get(url("carte_secteurs")).json()["features"]

    assert [trace["properties"]["numero"] for trace in traces] == ["2"]
    assert "Secteur </span>2</span>" in client.get(url("secteurs")).text
    assert "Secteur 2, Rodez" in client.get(url("secteur", rodez.uid)).text


def test_deleting_a_secteur_says_what_it_costs_then_keeps_its_rdv(client, couche, nord, equipe):
    RegleFactory(secteur=nord, communes=["99001"])
    Attribution.objects.create(secteur=nord, lieu=equipe.lieu)
    rdv = RdvFactory(motif=equipe.motif, lieu=equipe.lieu, agent=equipe.sophie, secteur=nord)
    page = url("secteur_supprimer", nord.uid)

    cout = client.get(page).text
    assert "1 commune" in cout
    assert "Maison d’Orval" in cout
    assert "1 rendez-vous à venir garde" in cout
    assert Secteur.objects.filter(pk=nord.pk).exists()

    answer = client.post(page, follow=True)

    assert "Secteur 1, Nord supprimé" in answer.text
    assert not Regle.objects.filter(secteur=nord).exists()
    rdv.refresh_from_db()
    assert rdv.lieu == equipe.lieu


def test_the_published_version_tells_how_many_addresses_a_secteur_has(
    client, couche, nord, adresses
):
    couche.refresh_from_db()
    RegleFactory(secteur=nord, communes=["99001"])
    publish(couche=couche, now=NOW)

    assert "10 adresses dans la version publiée" in client.get(url("secteur", nord.uid)).text


def test_a_site_an_organisation_and_an_agent_are_attributed_then_withdrawn(client, nord, equipe):
    page = url("secteur", nord.uid)
    for cible in (
        f"lieu:{equipe.lieu.uid}",
        f"organisation:{equipe.organisation.uid}",
        f"agent:{equipe.sophie.uid}",
    ):
        client.post(url("secteur_attribuer", nord.uid), {"cible": cible})
    assert Attribution.objects.filter(secteur=nord).count() == 3
    assert "Delaunay" in client.get(page).text

    sienne = Attribution.objects.get(secteur=nord, lieu=equipe.lieu)
    answer = client.post(url("secteur_retirer", nord.uid), {"attribution": sienne.pk}, follow=True)

    assert "Maison d’Orval ne reçoit plus ce secteur" in answer.text
    assert Attribution.objects.filter(secteur=nord).count() == 2


def test_an_attribution_given_twice_is_refused(client, nord, equipe):
    demande = {"cible": f"lieu:{equipe.lieu.uid}"}
    client.post(url("secteur_attribuer", nord.uid), demande)

    answer = client.post(url("secteur_attribuer", nord.uid), demande)

    assert answer.status_code == 400
    assert "déjà attribué" in answer.text
    assert Attribution.objects.filter(secteur=nord).count() == 1


def test_the_site_of_another_territoire_cannot_be_chosen(client, nord):
    ailleurs = LieuFactory()

    answer = client.post(url("secteur_attribuer", nord.uid), {"cible": f"lieu:{ailleurs.uid}"})

    assert answer.status_code == 400
    assert not Attribution.objects.exists()


@pytest.mark.parametrize("numero", ["x", "0", "", "99999999"])
def test_an_attribution_that_does_not_exist_is_not_found(client, nord, numero):
    answer = client.post(url("secteur_retirer", nord.uid), {"attribution": numero})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "nom",
    ["secteur", "secteur_modifier", "secteur_supprimer", "secteur_attribuer", "secteur_retirer"],
)
def test_the_secteur_of_another_couche_or_territoire_is_not_found(client, couche, equipe, nom):
    voisin = SecteurFactory(couche=CoucheFactory(territoire=equipe.territoire, slug="autre"))
    etranger = SecteurFactory(couche=CoucheFactory(slug="pmi"))
    verbe = client.post if nom in ("secteur_attribuer", "secteur_retirer") else client.get

    for secteur in (voisin, etranger):
        assert verbe(url(nom, secteur.uid)).status_code == 404


def test_the_list_costs_the_same_for_two_secteurs_and_for_twenty(
    client, couche, equipe, nord, sud, django_assert_max_num_queries
):
    for numero in range(20):
        secteur = SecteurFactory(couche=couche, code=f"s{numero}")
        RegleFactory(secteur=secteur, communes=["99001"])
        Attribution.objects.create(secteur=secteur, lieu=equipe.lieu)

    with django_assert_max_num_queries(13):
        client.get(url("secteurs"))
