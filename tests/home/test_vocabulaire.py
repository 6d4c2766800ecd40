"""People's own words lead somewhere, and those that do not are counted without anyone in them."""

import pytest

from home.models import PageContenu, PageService, RechercheVaine, Synonyme
from home.recherche import search
from tests.factories.booking import ServiceFactory


@pytest.fixture
def pmi(portail):
    return ServiceFactory(territoire=portail.territoire, nom="Santé des enfants", nom_court="PMI")


def titles(portail, question) -> list[str]:
    return [entry.titre for entry in search(portail=portail, question=question)]


@pytest.mark.parametrize("question", ["bébé", "Nourrisson", "je suis enceinte", "vaccin bebe"])
def test_common_words_lead_to_the_service_that_never_says_them(portail, pmi, question):
    assert titles(portail, question) == ["Santé des enfants"]


def test_a_synonym_of_the_portail_holds_for_it_alone(portail, voisin, pmi):
    ServiceFactory(territoire=voisin.territoire, nom="Santé des enfants", nom_court="PMI")
    Synonyme.objects.create(portail=portail, mots="marmaille, PMI")
    assert titles(portail, "marmaille") == ["Santé des enfants"]
    assert titles(voisin, "marmaille") == []


def test_the_word_itself_comes_before_what_means_the_same(portail, pmi):
    ServiceFactory(territoire=portail.territoire, nom="Bébé bouquine")
    assert titles(portail, "bébé")[0] == "Bébé bouquine"


def test_the_words_of_a_page_lead_to_it_and_to_its_service(portail, pmi):
    accueil = portail.site.root_page
    accueil.add_child(instance=PageService(title="PMI", slug="pmi", service=pmi, mots="minot"))
    accueil.add_child(instance=PageContenu(title="Aides", slug="aides", mots="sous, pognon"))
    assert titles(portail, "mon minot") == ["Santé des enfants"]
    assert titles(portail, "pognon") == ["Aides"]


def test_a_search_without_result_is_counted_by_month(visite, portail):
    for question in ("trottinette", "Trottinettes", "la trottinette"):
        visite.get("/recherche/", {"q": question})
    assert dict(RechercheVaine.objects.values_list("mots", "fois")) == {
        "trottinette": 2,
        "trottinettes": 1,
    }


@pytest.mark.parametrize(
    "question",
    ["12 rue des zyx", "zyx@example.org", "0639981245", "zyxa zyxb zyxc zyxd", "z" * 80, "www.zyx"],
)
def test_what_could_be_personal_is_never_kept(visite, question):
    visite.get("/recherche/", {"q": question})
    assert not RechercheVaine.objects.exists()


def test_an_editor_turns_a_vain_search_into_a_synonym(redaction, visite, portail, voisin, pmi):
    visite.get("/recherche/", {"q": "marmaille"})
    RechercheVaine.objects.create(portail=voisin, mois="2026-11-01", mots="chez-le-voisin")
    page = redaction.get("/cms/mots/").content.decode()
    assert "marmaille" in page and "chez-le-voisin" not in page
    assert 'value="marmaille, "' in redaction.get("/cms/mots/?mots=marmaille").content.decode()

    refused = redaction.post("/cms/mots/", {"mots": "marmaille"})
    assert refused.status_code == 422
    assert "au moins deux mots" in refused.content.decode()
    redaction.post("/cms/mots/", {"mots": " marmaille ,pmi"})

    assert Synonyme.objects.get().mots == "marmaille, pmi"
    portail.refresh_from_db()
    assert titles(portail, "marmaille") == ["Santé des enfants"]
    portail.refresh_from_db()
    redaction.post(f"/cms/mots/{Synonyme.objects.get().pk}/retirer/")
    portail.refresh_from_db()
    assert titles(portail, "marmaille") == []
