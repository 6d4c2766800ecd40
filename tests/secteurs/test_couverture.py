"""Commune by commune: what is in a secteur, by which rules, and what remains to do."""

import csv
import io

import pytest
from django.urls import reverse

from booking.agents.secteurs.views import couverture as couverture_view
from sectorisation.edition import touch
from sectorisation.models import Couche, Regle
from tests.factories.sectorisation import CommuneFactory, CoucheFactory, RegleFactory, square
from tests.secteurs.terrain import horloge, monde, navigateur, referente

__all__ = ["horloge", "monde", "navigateur", "referente"]

URL = reverse("agents:secteurs:couverture", args=["pmi"])
CSV = reverse("agents:secteurs:couverture_csv", args=["pmi"])


def line(answer, nom):
    return next(ligne for ligne in answer.context["page"] if ligne["commune"].nom == nom)


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def troue(monde):
    """In the draft, Brissoles lost its rule and the east of Orval its polygon."""
    Regle.objects.filter(secteur=monde.est).delete()
    touch(monde.est.couche)


def test_each_commune_tells_its_secteurs_and_what_decided(navigateur):
    answer = navigateur.get(URL)

    orval, brissoles = line(answer, "Orval"), line(answer, "Brissoles")
    assert orval["commune"].adresses == 40
    # Rue Courte and the first numbers of Rue des Lilas are in the west.
    assert orval["secteurs"] == [("O", "Orval-Ouest", "30"), ("E", "Orval-Est", "10")]
    assert orval["genres"] == [("Polygone", "40")]
    assert (brissoles["part"], brissoles["genres"]) == ("100 %", [("Commune", "20")])
    assert brissoles["mot"] == "Couverte"


def test_a_commune_cut_unawares_is_said_until_it_is_declared(navigateur, monde):
    assert line(navigateur.get(URL), "Orval")["mot"] == "Coupée, non déclarée"

    Couche.objects.filter(slug="pmi").update(communes_coupees=["61001"])

    orval = line(navigateur.get(URL), "Orval")
    assert (orval["mot"], orval["declaree"]) == ("Couverte", True)


def test_the_draft_is_counted_apart(navigateur, troue):
    publiee = line(navigateur.get(URL), "Brissoles")
    brouillon = navigateur.get(URL, {"version": "brouillon"})

    assert publiee["mot"] == "Couverte"
    assert line(brouillon, "Brissoles")["mot"] == "Sans secteur"
    orval = line(brouillon, "Orval")
    assert (orval["mot"], orval["part"]) == ("En partie", "75,0 %")
    assert {t: v for t, v, _ in brouillon.context["chiffres"]} == {
        "Adresses dans un secteur": "50,0 %",
        "Adresses sans secteur": "30",
        "Communes sans secteur": "1",
        "Communes partagées": "0",
    }


def test_each_state_leads_to_what_mends_it(navigateur, troue):
    brouillon = navigateur.get(URL, {"version": "brouillon"})

    assert "/regles/communes/ajouter/?q=Brissoles" in line(brouillon, "Brissoles")["action_url"]
    assert "quoi=sans&commune=61001" in line(brouillon, "Orval")["action_url"]
    partagee = line(navigateur.get(URL), "Orval")["action_url"]
    assert "/communes-partagees/?q=Orval" in partagee
    assert navigateur.get(partagee).status_code == 200
    assert line(navigateur.get(URL), "Brissoles")["action_url"] == ""


def test_a_commune_without_any_address_is_counted_by_its_rules(navigateur, monde):
    CommuneFactory(
        territoire=monde.territoire, insee="61003", nom="Désert", contour=square(2.2, 44.0)
    )
    RegleFactory(secteur=monde.est, communes=["61003"])
    touch(monde.est.couche)

    desert = line(navigateur.get(URL, {"version": "brouillon"}), "Désert")

    assert (desert["commune"].adresses, desert["part"]) == (0, "100 %")
    assert desert["secteurs"] == [("E", "Orval-Est", 0)]


def test_the_plan_shows_what_is_shared_and_what_misses(navigateur, troue):
    publiee = navigateur.get(URL)
    brouillon = navigateur.get(URL, {"version": "brouillon"})

    assert publiee.context["esquisse"].changements
    assert "commune partagée" in publiee.text
    assert "commune sans secteur" not in publiee.text
    assert brouillon.context["esquisse"].faute
    assert brouillon.context["esquisse"].places
    assert "commune sans secteur" in brouillon.text


def test_a_commune_is_found_by_its_name_or_its_code(navigateur):
    for q in ("bris", "BRISSOLES", "61002"):
        noms = [ligne["commune"].nom for ligne in navigateur.get(URL, {"q": q}).context["page"]]
        assert noms == ["Brissoles"]
    assert "Aucune commune ne répond" in navigateur.get(URL, {"q": "introuvable"}).text


def test_the_table_is_narrowed_and_sorted(navigateur, troue):
    def names(**requete):
        page = navigateur.get(URL, {"version": "brouillon"} | requete).context["page"]
        return [ligne["commune"].nom for ligne in page]

    assert names(etat="sans") == ["Brissoles"]
    assert names(tri="-adresses") == ["Orval", "Brissoles"]
    assert names(tri="adresses") == names(tri="part") == ["Brissoles", "Orval"]
    # A link gone stale shows everything.
    assert names(etat="inconnu", tri="inconnu", page="99") == ["Brissoles", "Orval"]


def test_the_table_is_paged(navigateur, monde, monkeypatch):
    monkeypatch.setattr(couverture_view, "PAR_PAGE", 1)

    answer = navigateur.get(URL, {"page": 2})

    assert [ligne["commune"].nom for ligne in answer.context["page"]] == ["Orval"]
    assert "Page 2 sur 2" in answer.text


def test_the_csv_holds_every_commune(navigateur):
    lignes = rows(navigateur.get(CSV))

    assert [ligne["commune"] for ligne in lignes] == ["Brissoles", "Orval"]
    assert lignes[1] == {
        "code_insee": "61001",
        "commune": "Orval",
        "adresses": "40",
        "sans_secteur": "0",
        "part": "1.0000",
        "secteurs": "Orval-Ouest (30) | Orval-Est (10)",
        "regles": "Polygone (40)",
        "coupee": "oui",
        "declaree": "non",
        "etat": "Coupée, non déclarée",
    }


def test_the_addresses_without_secteur_are_given_one_by_one(navigateur, troue):
    toutes = rows(navigateur.get(CSV, {"version": "brouillon", "quoi": "sans"}))
    siennes = rows(
        navigateur.get(CSV, {"version": "brouillon", "quoi": "sans", "commune": "61001"})
    )

    assert len(toutes) == 30
    assert {ligne["commune"] for ligne in siennes} == {"Orval"}
    assert len(siennes) == 10


def test_a_name_that_a_spreadsheet_would_compute_is_quoted(navigateur, monde):
    CommuneFactory(territoire=monde.territoire, insee="61009", nom="=1+1", contour=square(3, 44))
    touch(monde.est.couche)

    lignes = rows(navigateur.get(CSV, {"version": "brouillon"}))

    assert "'=1+1" in [ligne["commune"] for ligne in lignes]


def test_a_couche_without_secteur_says_what_to_do(navigateur, monde):
    CoucheFactory(territoire=monde.territoire, slug="vide")

    answer = navigateur.get(reverse("agents:secteurs:couverture", args=["vide"]))

    assert "Aucun secteur dans cette couche" in answer.text
    csv_vide = reverse("agents:secteurs:couverture_csv", args=["vide"])
    assert navigateur.get(csv_vide).status_code == 404


@pytest.mark.parametrize("version", ["a_blanc", "x"])
def test_a_version_that_does_not_exist_is_not_found(navigateur, version):
    assert navigateur.get(URL, {"version": version}).status_code == 404
    assert navigateur.get(CSV, {"version": version}).status_code == 404


def test_the_couche_of_another_territoire_is_not_found(navigateur):
    CoucheFactory(slug="ailleurs")

    for vue in ("couverture", "couverture_csv"):
        url = reverse(f"agents:secteurs:{vue}", args=["ailleurs"])
        assert navigateur.get(url).status_code == 404


def test_the_table_costs_few_queries_once_counted(navigateur, django_assert_max_num_queries):
    navigateur.get(URL)

    with django_assert_max_num_queries(8):
        navigateur.get(URL)
