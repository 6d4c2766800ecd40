"""Search finds what people mean, however they write it."""

import pytest

from home.models import PageContenu
from home.recherche import normalize, search, stems
from tests.factories.booking import LieuFactory, MotifFactory, ServiceFactory


@pytest.fixture
def fonds(portail):
    t = portail.territoire
    pmi = ServiceFactory(
        territoire=t, nom="Santé des enfants", resume="Vaccins, pesées, conseils. C’est la PMI."
    )
    titres = ServiceFactory(territoire=t, nom="Carte d’identité et passeport")
    MotifFactory(territoire=t, service=pmi, nom="Vaccination")
    MotifFactory(territoire=t, service=titres, nom="Retrait d’un titre")
    LieuFactory(territoire=t, nom="Déchetterie de Brissoles")
    portail.site.root_page.add_child(
        instance=PageContenu(
            title="Aides", slug="aides", corps=[("texte", "<p>Une aide pour les <b>sœurs</b>.</p>")]
        )
    )
    return portail


@pytest.mark.parametrize(
    ("question", "attendu"),
    [
        ("vacciner mon enfant", "Santé des enfants"),
        ("VACCINS", "Vaccination"),
        ("passeports", "Carte d’identité et passeport"),
        ("refaire mon passeport", "Carte d’identité et passeport"),
        ("dechetterie", "Déchetterie de Brissoles"),
        ("pesee", "Santé des enfants"),
        ("soeur", "Aides"),
        ("pmi", "Santé des enfants"),
    ],
)
def test_a_question_as_people_write_it_finds(fonds, question, attendu):
    assert attendu in [entry.titre for entry in search(portail=fonds, question=question)]


def test_what_has_all_the_words_leaves_the_rest_out(fonds):
    titres = [e.titre for e in search(portail=fonds, question="retrait titre")]
    assert titres == ["Retrait d’un titre"]


@pytest.mark.parametrize("question", ["", "   ", "de la", "xyzzy", "🦊", "a" * 10_000, "'\"<>%"])
def test_a_question_that_says_nothing_finds_nothing(fonds, question):
    assert search(portail=fonds, question=question) == []


def test_the_neighbours_services_are_not_found(fonds, voisin):
    ServiceFactory(territoire=voisin.territoire, nom="Spéléologie")
    assert search(portail=fonds, question="spéléologie") == []


def test_the_results_page_keeps_the_question_out_of_its_title(visite, fonds):
    html = visite.get("/recherche/", {"q": "vaccin <i>"}).content.decode()
    title = html.split("<title>")[1].split("</title>")[0]
    assert "vaccin" not in title
    assert "<i>" not in html
    assert "résultat" in html


def test_no_result_offers_a_way_on(visite, fonds):
    assert "Nous n’avons rien trouvé" in visite.get("/recherche/?q=xyzzy").content.decode()


def test_normal_form():
    assert normalize("Œuvre DÉCHETTERIE ") == "oeuvre dechetterie"
    assert stems("vaccins") == stems("Vacciner")
