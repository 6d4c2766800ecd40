"""The brand of a portail, changed by its editors."""

import re

import pytest
from wagtail.images.tests.utils import get_test_image_file

from home.models import ImagePortail, Portail

CHAMPS = {
    "nom_affiche": "Le Val",
    "couleur": "#8a2f6b",
    "couleur_action": "",
    "telephone": "0261916100",
    "horaires_telephone": "Le matin",
    "email": "bonjour@a.example.test",
    "adresse": "12 place du Parvis",
    "directeur_publication": "Une personne",
    "email_donnees": "",
    "logo": "",
    "icone": "",
}


def theme_of(visite) -> str:
    """Address of the stylesheet a page asks for."""
    return re.search(r'href="(/theme/[0-9a-f]{12}\.css)"', visite.get("/").content.decode())[1]


def test_the_new_brand_shows_at_once(redaction, visite, portail):
    before = theme_of(visite)
    assert redaction.post("/cms/marque/", CHAMPS).status_code == 302
    assert "Le Val" in visite.get("/").content.decode()
    assert theme_of(visite) != before


def test_an_unreadable_action_colour_is_refused_with_a_proposal(redaction, portail):
    response = redaction.post("/cms/marque/", CHAMPS | {"couleur_action": "#ffd500"})
    assert response.status_code == 422
    assert "Essayez #" in response.content.decode()
    assert Portail.objects.get(pk=portail.pk).couleur_action == ""


@pytest.mark.parametrize("couleur", ["bleu", "#12345", "#12345g", "", "javascript:"])
def test_what_is_not_a_colour_is_refused(redaction, portail, couleur):
    assert redaction.post("/cms/marque/", CHAMPS | {"couleur": couleur}).status_code == 422


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_logo_of_a_neighbour_is_refused(redaction, voisin, fichiers):
    image = ImagePortail.objects.create(
        title="Logo", file=get_test_image_file(), description="x", collection=voisin.collection
    )
    response = redaction.post("/cms/marque/", CHAMPS | {"logo": image.pk})
    assert "Choisissez une image de votre portail." in response.content.decode()


def test_the_theme_is_frozen_at_its_address_only(visite, portail):
    assert "immutable" in visite.get(theme_of(visite))["Cache-Control"]
    assert visite.get("/theme/ancienne.css")["Cache-Control"] == "no-cache"


def test_a_brand_is_seen_before_it_is_saved(redaction, visite, portail):
    before = theme_of(visite)
    response = redaction.post("/cms/marque/apercu/", CHAMPS)
    page = response.content.decode()
    assert "Le Val" in page and "no-store" in response["Cache-Control"]
    sheet = re.search(r'href="(/theme/[^"]+\.css)"', page)[1]
    assert "#8a2f6b" in visite.get(sheet).content.decode()
    assert theme_of(visite) == before
    assert Portail.objects.get(pk=portail.pk).nom_affiche == ""


def test_a_theme_nobody_signed_is_that_of_the_portail(visite):
    forged = visite.get("/theme/WyIjOGEyZjZiIiwiIl0:x:y.css").content.decode()
    assert "#8a2f6b" not in forged


def test_an_unreadable_brand_is_never_previewed(redaction):
    response = redaction.post("/cms/marque/apercu/", CHAMPS | {"couleur_action": "#ffd500"})
    assert response.status_code == 422


def test_the_nearest_readable_colour_is_one_press_away(redaction, portail):
    refused = redaction.post("/cms/marque/", CHAMPS | {"couleur_action": "#ffd500"})
    near = re.search(
        r'name="couleur_action" value="(#[0-9a-f]{6})">Prendre', refused.content.decode()
    )[1]
    # The field and the button have one name: the button, last, wins.
    accepted = redaction.post("/cms/marque/", CHAMPS | {"couleur_action": ["#ffd500", near]})
    assert accepted.status_code == 302
    assert Portail.objects.get(pk=portail.pk).couleur_action == near


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_icon_of_the_portail_stands_in_the_tab(redaction, visite, portail, fichiers):
    image = ImagePortail.objects.create(
        title="Icône", file=get_test_image_file(), description="x", collection=portail.collection
    )
    redaction.post("/cms/marque/", CHAMPS | {"icone": image.pk})
    assert re.search(r'<link rel="icon" href="/media/[^"]+\.png"', visite.get("/").content.decode())
