"""An editor writes a page with a booking block, from the form to the visitor."""

import json

import pytest

from home.models import PageContenu
from tests.factories.booking import MotifFactory, ServiceFactory


@pytest.fixture
def motif(portail):
    service = ServiceFactory(territoire=portail.territoire, nom="PMI", slug="pmi")
    return MotifFactory(territoire=portail.territoire, service=service, nom="Pesée", slug="pesee")


def adresse(portail, modele="pagecontenu"):
    return f"/cms/pages/add/home/{modele}/{portail.site.root_page.pk}/"


def saisie(cible, **autres):
    """What the form of a page with one booking block sends."""
    return {
        "title": "Bébé grandit",
        "slug": "bebe-grandit",
        "chapo": "Suivre sa croissance.",
        "corps-count": "1",
        "corps-0-deleted": "",
        "corps-0-order": "0",
        "corps-0-type": "rendez_vous",
        "corps-0-id": "",
        "corps-0-value-cible": cible,
        "corps-0-value-titre": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "action-publish",
        **autres,
    }


def test_a_published_page_reaches_visitors(redaction, visite, portail, motif):
    response = redaction.post(adresse(portail), saisie("motif:pesee"))
    assert response.status_code == 302
    assert "Pesée" in visite.get("/bebe-grandit/").content.decode()


def test_the_block_offers_services_and_motifs_of_the_host_only(redaction, portail, voisin, motif):
    ServiceFactory(territoire=voisin.territoire, nom="Du voisin", slug="du-voisin")
    html = redaction.get(adresse(portail)).content.decode()
    assert "motif:pesee" in html
    assert "service:pmi" in html
    assert "du-voisin" not in html


@pytest.mark.parametrize("cible", ["motif:inconnu", "service:du-voisin", "", "<script>"])
def test_a_choice_that_is_not_offered_is_refused(redaction, portail, voisin, motif, cible):
    ServiceFactory(territoire=voisin.territoire, nom="Du voisin", slug="du-voisin")
    response = redaction.post(adresse(portail), saisie(cible))
    assert response.status_code == 200
    assert not PageContenu.objects.filter(slug="bebe-grandit").exists()


def test_the_service_of_a_neighbour_is_refused(redaction, portail, voisin):
    etranger = ServiceFactory(territoire=voisin.territoire)
    data = saisie(
        "",
        **{"corps-count": "0", "voisins-count": "0", "phares-count": "0", "service": etranger.pk},
    )
    response = redaction.post(adresse(portail, "pageservice"), data)
    assert "Choisissez un service de votre territoire." in response.content.decode()


def test_a_service_has_one_page(redaction, portail, motif):
    data = saisie(
        "",
        **{
            "corps-count": "0",
            "voisins-count": "0",
            "phares-count": "0",
            "service": motif.service_id,
        },
    )
    assert redaction.post(adresse(portail, "pageservice"), data).status_code == 302
    response = redaction.post(adresse(portail, "pageservice"), data | {"slug": "encore"})
    assert "Ce service a déjà sa page" in response.content.decode()


def test_raw_html_is_taken_for_text(redaction, visite, portail, motif):
    texte = {
        "blocks": [
            {
                "key": "a",
                "text": "<script>alert(1)</script>",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
        "entityMap": {},
    }
    data = saisie("", **{"corps-0-type": "texte", "corps-0-value": json.dumps(texte)})
    assert redaction.post(adresse(portail), data).status_code == 302
    assert "<script>" not in visite.get("/bebe-grandit/").content.decode()


def test_a_preview_shows_the_page_in_a_frame_of_the_same_host(redaction, portail):
    page = portail.site.root_page.get_children().first()
    response = redaction.get(f"/cms/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src 'self';" in response["Content-Security-Policy"] + ";"


def test_only_pages_that_make_sense_are_offered(redaction, portail):
    html = redaction.get(f"/cms/pages/{portail.site.root_page.pk}/add_subpage/").content.decode()
    assert "Page de service" in html or "page de service" in html.lower()
    assert "homepage" not in html
