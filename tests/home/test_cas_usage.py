"""A use case on the pages: its block, its landing page made in one press."""

import pytest
import time_machine

from booking.models import CasUsage, Etape
from home.models import PageContenu, PageRubrique, PageService
from home.page_cas_usage import create_landing_page
from tests.factories.booking import NOW, LieuFactory, MotifFactory, PlageFactory, ServiceFactory


def lit(visite, chemin):
    """The page, its unbreakable spaces made plain."""
    response = visite.get(chemin)
    assert response.status_code == 200
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cas(portail):
    """« Pass numérique »: two motifs of two services, one of them open online."""
    territoire = portail.territoire
    cas = CasUsage.objects.create(
        territoire=territoire, nom="Pass numérique", accroche="Apprendre à votre rythme."
    )
    lieu = LieuFactory(territoire=territoire, nom="Médiathèque d’Orval")
    cours = MotifFactory(territoire=territoire, nom="Premier cours", cas_usage=cas)
    PlageFactory(lieu=lieu, motifs=[cours], chaque_semaine=True)
    MotifFactory(
        territoire=territoire, nom="Retirer un pass", cas_usage=cas, ouverture=Etape.SECRETARIAT,
        service=ServiceFactory(territoire=territoire, nom="Guichet", telephone="+33261916177"),
    )  # fmt: skip
    return cas


def page_with_block(portail):
    page = PageContenu(
        title="Essai", slug="essai", corps=[("rendez_vous", {"cible": "cas:pass-numerique"})]
    )
    portail.site.root_page.add_child(instance=page)


def test_the_block_shows_each_motif_with_its_next_start_or_its_telephone(visite, portail, cas):
    page_with_block(portail)
    html = lit(visite, "/essai/")
    assert "Premier cours" in html
    assert "Médiathèque d’Orval" in html
    assert "motif=retirer-un-pass" in html
    assert "02 61 91 61 77" in html


def test_a_closed_use_case_leaves_a_telephone_and_a_deleted_one_nothing(visite, portail, cas):
    page_with_block(portail)
    cas.motifs.update(plafond=Etape.SECRETARIAT)
    html = lit(visite, "/essai/")
    assert "</span> par téléphone" in html
    assert "Médiathèque" not in html
    cas.delete()
    portail.save()
    assert "</span> par téléphone" not in lit(visite, "/essai/")


def test_its_page_is_a_draft_that_shows_its_appointments_once_published(
    redaction, visite, portail, cas
):
    assert "Créer sa page" in redaction.get("/cms/faits/").content.decode()
    answer = redaction.post(f"/cms/faits/cas-usage/{cas.pk}/page/")
    page = PageRubrique.objects.get(cas_usage=cas)
    assert answer.url == f"/cms/pages/{page.pk}/edit/"
    assert not page.live
    assert "Modifier sa page" in redaction.get("/cms/faits/").content.decode()
    page.get_latest_revision().publish()
    html = lit(visite, "/pass-numerique/")
    assert "Apprendre à votre rythme." in html
    assert "Premier cours" in html


def test_asked_twice_it_is_one_page(portail, cas, django_user_model):
    auteur = django_user_model.objects.create_user("a@example.org")
    first = create_landing_page(portail=portail, cas_usage=cas, auteur=auteur)
    assert create_landing_page(portail=portail, cas_usage=cas, auteur=auteur).pk == first.pk


def test_a_use_case_of_one_service_has_the_page_of_that_service(portail, cas, django_user_model):
    cas.motifs.filter(nom="Retirer un pass").update(cas_usage=None)
    auteur = django_user_model.objects.create_user("a@example.org")
    page = create_landing_page(portail=portail, cas_usage=cas, auteur=auteur)
    assert isinstance(page.specific, PageService)


def test_the_use_case_of_a_neighbour_is_neither_offered_nor_shown(visite, portail, voisin, cas):
    cas.territoire = voisin.territoire
    cas.save()
    page_with_block(portail)
    assert "Premier cours" not in lit(visite, "/essai/")
