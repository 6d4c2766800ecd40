"""Reading pages: no cookie, kept for everyone, forgotten at each publication."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.demarrage import create_service_pages
from home.models import PageContenu, Portail
from tests.factories.booking import NOW, LieuFactory, MotifFactory, PlageFactory, ServiceFactory

LECTURE = [
    "/",
    "/comment-ca-se-passe/",
    "/lieux/",
    "/plan-du-site/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
]


@pytest.fixture
def page(portail):
    page = PageContenu(title="Avant", slug="essai")
    portail.site.root_page.add_child(instance=page)
    return page


@pytest.mark.parametrize("chemin", LECTURE)
def test_a_reading_page_sets_no_cookie(visite, chemin):
    response = visite.get(chemin)
    assert response.status_code == 200
    assert not response.cookies


def test_a_page_is_kept_for_the_next_visitor(visite, page):
    visite.get("/essai/")
    PageContenu.objects.filter(pk=page.pk).update(title="Changé en base")
    assert "Changé en base" not in visite.get("/essai/").content.decode()


def test_publishing_forgets_kept_pages(visite, page):
    visite.get("/essai/")
    page.title = "Après"
    page.save_revision().publish()
    assert "Après" in visite.get("/essai/").content.decode()


def test_unpublishing_forgets_kept_pages(visite, page):
    visite.get("/essai/")
    page.unpublish()
    assert visite.get("/essai/").status_code == 404


def test_moving_and_deleting_count_as_publications(portail, page):
    number = Portail.objects.get(pk=portail.pk).publication
    page.move(portail.site.root_page.get_children().first(), pos="last-child")
    moved = Portail.objects.get(pk=portail.pk).publication
    PageContenu.objects.get(pk=page.pk).delete()
    assert number < moved < Portail.objects.get(pk=portail.pk).publication


def test_a_change_of_brand_counts_as_a_publication(portail):
    number = portail.publication
    portail.telephone = "0261916100"
    portail.save()
    assert portail.publication == number + 1
    assert Portail.objects.get(pk=portail.pk).publication == number + 1


def test_a_publication_leaves_the_other_portail_alone(portail, voisin, page):
    number = Portail.objects.get(pk=voisin.pk).publication
    page.save_revision().publish()
    assert Portail.objects.get(pk=voisin.pk).publication == number


def test_two_hosts_never_share_a_page(visite, voisin):
    ici = visite.get("/").content.decode()
    la = Client(headers={"host": "b.example.test"}).get("/").content.decode()
    assert "Territoire A" in ici and "Territoire B" not in ici
    assert "Territoire B" in la and "Territoire A" not in la


def test_a_session_is_never_served_a_kept_page(redaction, visite, page):
    visite.get("/essai/")
    PageContenu.objects.filter(pk=page.pk).update(title="Changé en base")
    assert "Changé en base" in redaction.get("/essai/").content.decode()


def test_an_address_with_a_query_is_not_kept(visite, page):
    visite.get("/essai/?a=1")
    PageContenu.objects.filter(pk=page.pk).update(title="Changé en base")
    assert "Changé en base" in visite.get("/essai/?a=1").content.decode()


def test_an_uncached_home_page_takes_fifteen_queries_at_most(visite, portail):
    for number in range(6):
        service = ServiceFactory(territoire=portail.territoire, nom=f"Service {number}")
        MotifFactory(territoire=portail.territoire, service=service)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert visite.get("/").status_code == 200
    assert len(queries) <= 15, "\n".join(q["sql"][:60] + " … " + q["sql"][-150:] for q in queries)


@time_machine.travel(NOW, tick=False)
def test_an_uncached_service_page_takes_fifteen_queries_at_most(visite, portail):
    service = ServiceFactory(territoire=portail.territoire, nom="PMI", slug="pmi")
    for _number in range(4):
        motif = MotifFactory(territoire=portail.territoire, service=service)
        for _place in range(3):
            PlageFactory(
                lieu=LieuFactory(territoire=portail.territoire), motifs=[motif], chaque_semaine=True
            )
    create_service_pages(portail)
    with CaptureQueriesContext(connection) as queries:
        assert "Maison du département" in visite.get("/pmi/").content.decode()
    assert len(queries) <= 15, "\n".join(q["sql"][:60] + " … " + q["sql"][-150:] for q in queries)


def test_a_kept_home_page_reads_only_its_portail(visite):
    visite.get("/")
    with CaptureQueriesContext(connection) as queries:
        visite.get("/")
    assert len(queries) <= 1
