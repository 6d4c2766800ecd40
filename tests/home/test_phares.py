"""Démarches phares: what can be booked first, what was closed since left out."""

import pytest

from booking.models import Etape
from home.demarrage import create_service_pages
from home.models import HomePage, PageService
from home.phares import present_phares
from tests.factories.booking import NOW, MotifFactory, PlageFactory


@pytest.fixture
def motif(portail):
    motif = MotifFactory(
        territoire=portail.territoire, nom="Pesée", service__slug="pmi", service__nom="PMI"
    )
    PlageFactory(motifs=[motif], lieu__territoire=portail.territoire, chaque_semaine=True)
    return motif


@pytest.fixture
def flux(portail, motif):
    """The four kinds, the appointment written last."""
    page = HomePage(title="x")
    page.phares = [
        ("telephone", {"texte": "Enfance en danger", "numero": "119"}),
        ("demarche", {"texte": "Demander une aide", "adresse": "https://example.org/"}),
        (
            "information",
            {"texte": "Comment ça se passe", "page": portail.site.root_page.get_children().first()},
        ),
        ("rendez_vous", {"cible": f"motif:{motif.slug}", "texte": ""}),
    ]
    return page.phares


def natures(phares):
    return [phare.nature for phare in phares]


def test_the_appointment_comes_first_by_itself(flux, portail):
    phares = present_phares(flux, portail=portail, now=NOW)
    assert natures(phares) == ["rendez_vous", "telephone", "demarche", "information"]
    assert phares[0].texte == "Pesée" and phares[0].url.startswith("/rendez-vous/?")


def test_a_motif_not_bookable_online_gives_its_number_at_its_place(flux, portail, motif):
    motif.ouverture = Etape.SECRETARIAT
    motif.save()
    motif.service.telephone = "0261916100"
    motif.service.save()
    phares = present_phares(flux, portail=portail, now=NOW)
    assert natures(phares) == ["telephone", "demarche", "information", "telephone"]
    assert phares[3].numero == "0261916100"


def test_a_closed_motif_and_an_unpublished_page_are_left_out(flux, portail, motif):
    motif.actif = False
    motif.save()
    portail.site.root_page.get_children().first().unpublish()
    page = HomePage(title="x")
    page.phares = [(b.block_type, b.value) for b in flux]
    left = HomePage._meta.get_field("phares").to_python(page.phares.get_prep_value())
    assert natures(present_phares(left, portail=portail, now=NOW)) == ["telephone", "demarche"]


def test_the_neighbours_motif_is_never_shown(flux, voisin):
    assert "rendez_vous" not in natures(present_phares(flux, portail=voisin, now=NOW))


def test_a_service_page_puts_its_own_appointment_first_unasked(visite, portail, motif):
    create_service_pages(portail)
    page = PageService.objects.get(slug="pmi")
    page.phares = [("telephone", {"texte": "Enfance en danger", "numero": "119"})]
    page.save_revision().publish()
    texte = visite.get("/pmi/").content.decode()
    assert texte.index("pv-phare--rendez_vous") < texte.index("pv-phare--telephone")
    assert 'href="tel:119"' in texte
