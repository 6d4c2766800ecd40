"""The map of a couche, and what maps ask for."""

import json
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from booking.agents.secteurs.views import cartes
from booking.freins import Frein
from sectorisation import cartographie
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import Couche, Regle
from sectorisation.publication import publish
from tests.factories.booking import NOW
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    square,
)

ENTETE = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;source"


@pytest.fixture
def couche(equipe) -> Couche:
    """Two communes: one for the secteur 2, the other for the secteur 10, less a polygon."""
    territoire = equipe.territoire
    CommuneFactory(territoire=territoire, insee="99001", contour=square(2.0, 44.0))
    CommuneFactory(territoire=territoire, insee="99002", contour=square(2.1, 44.0))
    couche = CoucheFactory(territoire=territoire, slug="pmi", nom="PMI")
    dix = SecteurFactory(couche=couche, code="10", nom="Brissoles")
    deux = SecteurFactory(couche=couche, code="2", nom="Orval")
    RegleFactory(secteur=deux, communes=["99001", "99999"])
    RegleFactory(secteur=dix, communes=["99002"])
    RegleFactory(secteur=deux, genre=Regle.Genre.POLYGONE, geometrie=square(2.1, 44.0, 0.02))
    return couche


def url(vue: str) -> str:
    return reverse(f"agents:secteurs:{vue}", args=["pmi"])


def test_secteurs_are_listed_by_number_as_the_map_writes_them(client, couche):
    lignes = client.get(url("carte")).context["secteurs"]

    assert [(s["numero"].texte, s["nom"]) for s in lignes] == [("2", "Orval"), ("10", "Brissoles")]
    assert lignes[0]["detail"] == "2 communes, 1 polygone"


def test_the_draft_is_drawn_as_it_is_written(client, couche):
    traces = client.get(url("carte_secteurs")).json()

    vus = {(f["properties"]["numero"], bool(f["properties"]["regle"])) for f in traces["features"]}
    assert vus == {("2", False), ("2", True), ("10", False)}
    polygone = next(f for f in traces["features"] if f["properties"]["regle"])
    assert polygone["geometry"] == square(2.1, 44.0, 0.02)
    assert traces["exact"] is True
    # What lies inside another is drawn after it, with its number.
    assert traces["features"][-1] == polygone
    assert all(len(f["properties"].get("reperes", [])) < 3 for f in traces["features"])


@pytest.mark.parametrize("plafond", [60_000, 3], ids=["exact", "simplified"])
def test_a_crooked_or_empty_polygon_never_hides_the_others(client, couche, monkeypatch, plafond):
    monkeypatch.setattr(cartographie, "MAX_SOMMETS", plafond)
    secteur = couche.secteurs.get(code="2")
    papillon = [[2.0, 44.0], [2.05, 44.05], [2.05, 44.0], [2.0, 44.05], [2.0, 44.0]]
    for anneaux in ([papillon], []):
        RegleFactory(
            secteur=secteur,
            genre=Regle.Genre.POLYGONE,
            geometrie={"type": "Polygon", "coordinates": anneaux},
        )

    traces = client.get(url("carte_secteurs")).json()

    assert traces["exact"] is (plafond > 3)
    assert len(traces["features"]) == 4


def test_what_usagers_follow_is_drawn_as_it_answers(client, couche):
    publish(couche=couche, now=NOW)
    Regle.objects.of_couche(couche).filter(genre=Regle.Genre.POLYGONE).delete()

    traces = client.get(url("carte_secteurs"), {"etat": "publie"}).json()

    surfaces = {f["properties"]["numero"]: f["geometry"]["type"] for f in traces["features"]}
    assert set(surfaces) == {"2", "10"}
    page = client.get(url("carte"), {"etat": "publie"})
    assert "Version 1" in page.text
    assert [s["nom"] for s in page.context["secteurs"]] == ["Orval", "Brissoles"]


def test_an_unpublished_couche_has_no_published_map(client, couche):
    page = client.get(url("carte"), {"etat": "publie"})

    assert page.context["publie"] is False
    assert page.context["etats"] == []


def test_communes_are_the_background_and_come_packed(client, couche):
    answer = client.get(url("carte_communes"), headers={"accept-encoding": "gzip"})

    assert answer["Content-Type"] == "application/json"
    assert "max-age" in answer["Cache-Control"]
    assert len(client.get(url("carte_communes")).json()["features"]) == 2


def test_a_drawing_is_counted_in_known_addresses(client, couche, settings, tmp_path):
    settings.PARVIS_DONNEES_DIR = tmp_path
    lignes = [
        f"99001_0001_0000{n};;{n};;Rue des Lilas;99000;99001;Orval;{2.01 + n / 100};44.01;x"
        for n in range(1, 6)
    ]
    fichier = tmp_path / "adresses.csv"
    fichier.write_text("\n".join([ENTETE, *lignes]))
    import_adresses(territoire=couche.territoire, chemin=fichier)

    def phrase(contour: dict) -> str:
        return client.post(url("carte_mesurer"), {"contour": json.dumps(contour)}).json()["phrase"]

    assert phrase(square(2.0, 44.0, 0.035)) == "2 adresses connues"
    assert phrase(square(2.0, 44.0, 0.021)) == "1 adresse connue"
    assert phrase(square(2.0, 44.05, 0.01)) == "aucune adresse connue"


@pytest.mark.parametrize(("texte", "status"), [("{", 200), (" " * 300_001, 413)])
def test_an_unfinished_or_huge_drawing_costs_nothing(client, couche, texte, status):
    answer = client.post(url("carte_mesurer"), {"contour": texte})

    assert answer.status_code == status
    assert answer.json()["phrase"] in ("", "Contour trop grand pour être compté ici.")


def test_counting_has_a_ceiling(client, couche, monkeypatch):
    monkeypatch.setattr(cartes, "_MESURES", Frein("mesures", par_visiteur=2, par_ip=2))

    codes = [client.post(url("carte_mesurer"), {"contour": "{"}).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_tiles_open_the_policy_to_their_host_alone_and_on_maps_alone(client, couche, settings):
    settings.PARVIS_TUILES_URL = "https://tuiles.example/{z}/{x}/{y}.png"

    carte, ailleurs = client.get(url("carte")), client.get(url("couche"))

    politiques = {
        r: dict(d.strip().partition(" ")[::2] for d in r["Content-Security-Policy"].split(";"))
        for r in (carte, ailleurs)
    }
    assert politiques[carte].pop("img-src") == "'self' data: https://tuiles.example"
    assert politiques[ailleurs].pop("img-src") == "'self' data:"
    assert politiques[carte] == politiques[ailleurs]
    assert 'data-tuiles="https://tuiles.example/{z}/{x}/{y}.png"' in carte.text


def test_without_tiles_a_map_names_no_other_host(client, couche):
    page = client.get(url("carte"))

    assert "data-tuiles" not in page.text
    assert urlsplit(page.context["sources"]["communes"]).netloc == ""


def test_the_map_costs_the_same_for_three_secteurs_and_for_thirty(
    client, couche, django_assert_max_num_queries
):
    for numero in range(30):
        secteur = SecteurFactory(couche=couche, code=f"S{numero}")
        RegleFactory(secteur=secteur, genre=Regle.Genre.POLYGONE, geometrie=square(2.0, 44.0, 0.01))

    with django_assert_max_num_queries(10):
        client.get(url("carte"))
    with django_assert_max_num_queries(10):
        client.get(url("carte_secteurs"))
