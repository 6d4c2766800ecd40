"""Remote geocoders, against a real HTTP server that misbehaves on demand."""

import logging

import pytest

from sectorisation.adresses import distant
from sectorisation.adresses.distant import BANCentree, Disjoncteur, Distant, Service, _adapter
from sectorisation.adresses.interface import Candidat, geocodeur_for
from tests.sectorisation.serveur_ban import PANNES, serve_ban

DELAI = 0.3


class Repli:
    """Stands for the embedded geocoder."""

    candidat = Candidat("repli", "street", 1, "", "", "", "", "", 0, 0, "")
    complete_par_repli = Candidat("complété", "street", 1, "", "", "", "", "", 0, 0, "")

    def search(self, texte, *, limit=5):
        return [self.candidat]

    def complete(self, texte, *, limit=5):
        return [self.complete_par_repli]

    def points(self, candidat):
        return []

    def is_elsewhere(self, texte):
        return False


@pytest.fixture
def serveur():
    with serve_ban() as serveur:
        yield serveur


@pytest.fixture
def horloge():
    """The time the circuit breakers read, in seconds."""
    return [1000.0]


@pytest.fixture
def geocodeur(serveur, horloge):
    def service(completion):
        client = BANCentree(
            domain=f"127.0.0.1:{serveur.server_port}",
            scheme="http",
            timeout=DELAI,
            user_agent="essai",
            adapter_factory=_adapter,
            centre=(2.1, 44.1),
            completion=completion,
        )
        return Service(client, delai=DELAI, disjoncteur=Disjoncteur(lambda: horloge[0]))

    return Distant(recherche=service(False), completion=service(True), repli=Repli())


def test_a_remote_answer_is_typed_and_biased_to_the_territoire(geocodeur, serveur):
    (trouve,) = geocodeur.search("12 rue des Lilas")
    assert (trouve.type, trouve.label, trouve.lon) == (
        "housenumber",
        "12 Rue des Lilas 99100 Valbrune",
        2.012,
    )
    (demande,) = serveur.appels
    assert demande == {
        "q": ["12 rue des Lilas"], "limit": ["5"], "lon": ["2.1"], "lat": ["44.1"],
    }  # fmt: skip


@pytest.mark.parametrize("mode", PANNES)
def test_a_failing_service_is_replaced_without_a_second_call(geocodeur, serveur, mode):
    serveur.mode = mode
    assert geocodeur.search("12 rue des Lilas") == [Repli.candidat]
    # One call and no retry: what bounds the wait is the client's own timeout.
    assert len(serveur.appels) == 1


def test_a_closed_port_is_replaced_too(geocodeur, serveur):
    serveur.shutdown()
    serveur.server_close()
    assert geocodeur.search("12 rue des Lilas") == [Repli.candidat]


def test_five_failures_stop_the_calls_for_thirty_seconds(geocodeur, serveur, horloge):
    serveur.mode = "503"
    for _ in range(8):
        geocodeur.search("12 rue des Lilas")
    assert len(serveur.appels) == 5
    serveur.mode = "bon"
    horloge[0] += 29
    assert geocodeur.search("12 rue des Lilas") == [Repli.candidat]
    horloge[0] += 2
    assert geocodeur.search("12 rue des Lilas")[0].label == "12 Rue des Lilas 99100 Valbrune"


def test_a_text_being_typed_is_completed_by_the_service(geocodeur, serveur):
    assert geocodeur.complete("12 rue des li")[0].label == "12 Rue des Lilas 99100 Valbrune"
    assert serveur.appels[0]["autocomplete"] == ["1"] and serveur.appels[0]["lon"] == ["2.1"]


@pytest.mark.parametrize("mode", ["lent", "429", "vide", "absurde"])
def test_a_service_that_cannot_complete_is_replaced(geocodeur, serveur, mode):
    serveur.mode = mode
    assert geocodeur.complete("12 rue des li") == [Repli.complete_par_repli]


def test_a_throttled_completion_does_not_cut_the_search(geocodeur, serveur):
    serveur.mode = "429"
    for _ in range(8):
        geocodeur.complete("12 rue des li")
    assert len(serveur.appels) == 5
    serveur.mode = "bon"
    assert geocodeur.search("12 rue des Lilas")[0].label == "12 Rue des Lilas 99100 Valbrune"


def test_an_empty_answer_is_no_failure(geocodeur, serveur):
    serveur.mode = "vide"
    for _ in range(8):
        geocodeur.search("12 rue des Lilas")
    assert len(serveur.appels) == 8


def test_what_is_typed_reaches_no_log(geocodeur, serveur, caplog):
    serveur.mode = "503"
    with caplog.at_level(logging.INFO):
        geocodeur.search("12 rue des Lilas")
    assert "Lilas" not in caplog.text and "503" not in caplog.text
    assert "défaut" in caplog.text


@pytest.mark.parametrize("texte", ["", "  ", "ab"])
def test_too_short_a_question_is_not_sent(geocodeur, serveur, texte):
    geocodeur.search(texte)
    assert serveur.appels == []


def test_the_settings_choose_the_remote_geocoder(avec_adresses, serveur, settings):
    settings.PARVIS_GEOCODEUR = "addok"
    settings.PARVIS_GEOCODEUR_DOMAINE = f"127.0.0.1:{serveur.server_port}"
    settings.PARVIS_GEOCODEUR_SCHEMA = "http"
    distant._disjoncteur.cache_clear()
    assert geocodeur_for(avec_adresses).search("12 rue des Lilas")[0].score == 0.97
    serveur.mode = "html"
    assert geocodeur_for(avec_adresses).search("12 rue des Lilas Valbrune")[0].score == 1.0
