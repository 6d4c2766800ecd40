"""The public figures: for everyone, and pointing at nobody."""

import datetime as dt

import pytest
import time_machine

from booking.models import Auteur, Statut
from home.models import Frequentation
from tests.factories.booking import NOW, MotifFactory, RdvFactory, ServiceFactory


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(NOW, tick=False):
        yield


def took_place(portail, nom: str, count: int, *, absents: int = 0) -> None:
    territoire = portail.territoire
    service = ServiceFactory(territoire=territoire, nom=nom)
    motif = MotifFactory(territoire=territoire, service=service)
    debut = dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC)
    for rang in range(count):
        RdvFactory(
            motif=motif,
            debut=debut + dt.timedelta(hours=rang),
            cree_le=debut - dt.timedelta(days=4),
            statut=Statut.ABSENT if rang < absents else Statut.HONORE,
            origine=Auteur.USAGER,
        )


def read(visite, chemin="/statistiques/") -> str:
    response = visite.get(chemin)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_figures_of_a_service_are_those_of_its_appointments(visite, portail):
    took_place(portail, "PMI", 10, absents=2)
    page = read(visite)
    assert "20,0 %" in page
    assert "dont 100,0 % pris en ligne" in page
    assert "PMI;10;100,0 %" in read(visite, "/statistiques/12-mois/services.csv")
    assert "décembre 2026;10;20,0 %" in read(visite, "/statistiques/3-mois/mois.csv")


def test_small_numbers_are_never_told(visite, portail):
    took_place(portail, "PMI", 8)
    took_place(portail, "Santé sexuelle", 2)
    page, table = read(visite), read(visite, "/statistiques/12-mois/services.csv")
    assert "moins de 5" in page
    assert "Santé sexuelle;moins de 5;–" in table


def test_a_portail_without_any_past_says_so_calmly(visite):
    page = read(visite)
    assert "Rendez-vous par service" not in page
    assert "Comment lire ces chiffres" in page


def test_another_territoire_never_counts(visite, portail, voisin):
    took_place(voisin, "PMI du voisin", 9)
    assert "PMI du voisin" not in read(visite)


def test_readings_and_searches_are_told_apart(visite, portail):
    day = NOW.date()
    for chemin, lectures in (("/", 1200), ("/pmi/", 34), ("/recherche/", 56)):
        Frequentation.objects.create(portail=portail, jour=day, chemin=chemin, lectures=lectures)
    page = read(visite).replace("\u202f", " ")
    assert "1 234" in page
    assert "et 56 recherches" in page


@pytest.mark.parametrize("chemin", ["7-mois/", "12-mois/agents.csv", "x/services.csv"])
def test_what_does_not_exist_is_404(visite, chemin):
    assert visite.get(f"/statistiques/{chemin}").status_code == 404
