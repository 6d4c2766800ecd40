"""The journey with a remote geocoder that fails: the embedded one answers, and one goes on."""

import pytest

from sectorisation.adresses import distant
from tests.parcours.test_suggestions import suggest
from tests.sectorisation.serveur_ban import PANNES, serve_ban


@pytest.fixture
def ban(monde, settings, monkeypatch):
    """A remote geocoder of the settings, impatient, with circuit breakers of its own."""
    monkeypatch.setattr(distant, "DELAI", 0.2)
    monkeypatch.setattr(distant, "DELAI_COMPLETION", 0.2)
    distant._disjoncteur.cache_clear()
    with serve_ban() as serveur:
        settings.PARVIS_GEOCODEUR = "addok"
        settings.PARVIS_GEOCODEUR_DOMAINE = f"127.0.0.1:{serveur.server_port}"
        settings.PARVIS_GEOCODEUR_SCHEMA = "http"
        yield serveur


@pytest.mark.parametrize("mode", PANNES)
def test_the_embedded_geocoder_answers_in_its_place(visite, monde, ban, mode):
    ban.mode = mode
    page = visite.search(monde.consultation, "2 rue des lilas orval")
    assert "2 Rue des Lilas 61100 Orval" in page.lisible
    page = visite.pick(page)
    assert page.h1 == "Choisissez un lieu" and "Votre secteur" in page.lisible
    assert ban.appels


@pytest.mark.parametrize("mode", ["lent", "429", "html"])
def test_suggestions_come_from_the_embedded_geocoder_too(visite, ban, mode):
    ban.mode = mode
    (first, *_) = suggest(visite, "2 rue des li").json()["suggestions"]
    assert first["label"] == "2 Rue des Lilas 61100 Orval"
    assert ban.appels


def test_a_server_that_is_down_does_not_stop_the_journey(visite, monde, ban):
    ban.shutdown()
    ban.server_close()
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    assert page.h1 == "Choisissez un lieu"


def test_after_five_failures_this_process_leaves_the_service_alone(visite, monde, ban):
    ban.mode = "503"
    for _ in range(8):
        visite.search(monde.consultation, "2 rue des lilas orval")
    assert len(ban.appels) == 5


def test_an_address_found_elsewhere_points_to_the_right_portal(visite, monde, ban):
    from tests.factories.sectorisation import CommuneFactory, TerritoireFactory

    voisin = TerritoireFactory(code="99", nom="Valbrune")
    CommuneFactory(territoire=voisin, insee="99001", nom="Valbrune")
    ban.mode = "loin"
    page = visite.pick(visite.search(monde.consultation, "12 rue des lilas valbrune"))
    assert page.h1 == "Cette adresse n’est pas chez nous"
    assert page.links(voisin.url_publique)
