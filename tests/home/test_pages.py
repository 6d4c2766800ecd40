"""What a visitor reads: services with their next start, or how to call."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from booking.models import Etape, PlageOuverture
from home.demarrage import create_service_pages
from home.models import PageContenu, PageService
from tests.factories.booking import (
    LieuFactory,
    MotifFactory,
    PlageFactory,
    ServiceFactory,
)

PARIS = ZoneInfo("Europe/Paris")
LUNDI_MATIN = dt.datetime(2027, 1, 11, 8, 0, tzinfo=PARIS)


@pytest.fixture
def service(portail):
    return ServiceFactory(
        territoire=portail.territoire,
        nom="PMI",
        slug="pmi",
        resume="La santé des enfants.",
        public="Les enfants de 0 à 6 ans.",
        gratuite="Gratuit pour tous. Sans carte Vitale.",
        pieces=["Le carnet de santé"],
        urgence="15 : Samu\nAllez aux urgences.",
        telephone="0261916100",
    )


@pytest.fixture
def motif(portail, service):
    return MotifFactory(
        territoire=portail.territoire, service=service, nom="Pesée", slug="pesee", duree=30
    )


@pytest.fixture
def lieu(portail, motif):
    lieu = LieuFactory(territoire=portail.territoire, nom="Maison d’Orval", slug="orval")
    PlageFactory(
        territoire=portail.territoire,
        lieu=lieu,
        organisation=lieu.organisation,
        motifs=[motif],
        premier_jour=dt.date(2027, 1, 12),
        heure_debut=dt.time(9, 30),
        heure_fin=dt.time(12),
    )
    return lieu


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel(LUNDI_MATIN, tick=False):
        yield


def lit(visite, chemin):
    response = visite.get(chemin)
    assert response.status_code == 200
    return response.content.decode()


def close_online(motif):
    motif.ouverture = Etape.SECRETARIAT
    motif.save()


def test_the_home_page_shows_each_service_and_its_next_start(visite, lieu):
    html = lit(visite, "/")
    assert "PMI" in html
    assert 'datetime="2027-01-12T09:30:00+01:00"' in html
    assert "Maison d’Orval" in html


def test_a_service_not_open_online_shows_its_phone_on_the_home_page(visite, lieu, motif):
    close_online(motif)
    html = lit(visite, "/")
    assert "Pas de créneau en ligne" in html
    assert "02\xa061\xa091\xa061\xa000" in html


def test_a_service_page_gathers_the_facts_of_booking(visite, portail, lieu):
    create_service_pages(portail)
    html = lit(visite, "/pmi/")
    for fact in (
        "Les enfants de 0 à 6 ans.",
        "Gratuit pour tous",
        "Le carnet de santé",
        "Samu",
        "Allez aux urgences.",
        "Maison d’Orval",
        'href="/rendez-vous/?service=pmi"',
        "service=pmi&amp;motif=pesee&amp;lieu=orval",
    ):
        assert fact in html


def test_a_service_page_not_open_online_offers_the_phone_only(visite, portail, lieu, motif):
    create_service_pages(portail)
    close_online(motif)
    html = lit(visite, "/pmi/")
    assert "/rendez-vous/?service" not in html
    assert "Ce service prend ses rendez-vous par téléphone." in html


def test_a_page_whose_service_was_closed_says_so(visite, portail, service):
    create_service_pages(portail)
    service.actif = False
    service.save()
    html = lit(visite, "/pmi/")
    assert "en cours de mise à jour" in html
    assert "Le carnet de santé" not in html


def test_a_page_never_shows_the_service_of_a_neighbour(visite, portail, voisin, service):
    etranger = ServiceFactory(territoire=voisin.territoire, nom="Étranger", public="Secret")
    page = PageService(title="Page", slug="page", service=service)
    portail.site.root_page.add_child(instance=page)
    PageService.objects.filter(pk=page.pk).update(service=etranger)
    html = lit(visite, "/page/")
    assert "Secret" not in html
    assert "Étranger" not in html


@pytest.fixture
def page_bloc(portail, lieu):
    def make(cible):
        page = PageContenu(
            title="Bébé", slug="bebe", corps=[("rendez_vous", {"cible": cible, "titre": ""})]
        )
        portail.site.root_page.add_child(instance=page)

    return make


@pytest.mark.parametrize("cible", ["motif:pesee", "service:pmi"])
def test_the_booking_block_shows_real_next_starts(visite, page_bloc, cible):
    page_bloc(cible)
    html = lit(visite, "/bebe/")
    assert "Maison d’Orval" in html
    assert 'datetime="2027-01-12T09:30:00+01:00"' in html


def test_the_booking_block_follows_the_opening_of_its_motif(visite, page_bloc, motif):
    page_bloc("motif:pesee")
    close_online(motif)
    html = lit(visite, "/bebe/")
    assert "02\xa061\xa091\xa061\xa000" in html
    assert "/rendez-vous/?" not in html


@pytest.mark.parametrize("cible", ["motif:inconnu", "service:inconnu", "", "n'importe quoi"])
def test_the_booking_block_of_something_gone_shows_nothing(visite, page_bloc, cible):
    page_bloc(cible)
    assert "Prochain créneau" not in lit(visite, "/bebe/")


def test_frequent_links_lead_to_the_journey_and_skip_what_is_gone(visite, portail, lieu):
    accueil = portail.site.root_page.specific
    accueil.frequents = [
        ("rendez_vous", {"texte": "Peser mon bébé", "cible": "motif:pesee"}),
        ("rendez_vous", {"texte": "Disparu", "cible": "motif:disparu"}),
    ]
    accueil.save_revision().publish()
    html = lit(visite, "/")
    assert 'href="/rendez-vous/?service=pmi&amp;motif=pesee">Peser mon bébé' in html
    assert "Disparu" not in html


def test_the_code_form_of_the_home_page_works_without_a_cookie(visite):
    response = visite.post("/rdv/code/", {"code": "K7M2P9QX"})
    assert response.status_code in (302, 422)


@pytest.mark.parametrize(
    "chemin", ["/", "/comment-ca-se-passe/", "/lieux/", "/recherche/?q=pmi", "/plan-du-site/"]
)
def test_every_page_has_one_title_and_one_h1(visite, lieu, chemin):
    html = lit(visite, chemin)
    assert html.count("<h1") == 1
    assert html.count("<title>") == 1
    assert " style=" not in html
    assert "<script" not in html.replace('<script type="application/ld+json">', "")


def test_a_page_out_of_the_tree_is_not_found(visite):
    assert visite.get("/rien-ici/").status_code == 404


def test_the_booking_block_is_never_older_than_a_minute_whatever_is_kept(visite, portail, lieu):
    page = PageContenu(title="Bébé", slug="bebe")
    page.corps = [("rendez_vous", {"cible": "motif:pesee", "titre": ""})]
    portail.site.root_page.add_child(instance=page)
    before = 'datetime="2027-01-12T09:30:00+01:00"'
    assert before in lit(visite, "/bebe/")
    PlageOuverture.objects.update(heure_debut=dt.time(10))
    with time_machine.travel(LUNDI_MATIN + dt.timedelta(seconds=60), tick=False):
        html = lit(visite, "/bebe/")
    assert before not in html
    assert 'datetime="2027-01-12T10:00:00+01:00"' in html
