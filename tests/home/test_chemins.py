"""No page may hide behind a screen of ours."""

import pytest
from django.core.exceptions import ValidationError

from home.chemins import reserved_roots
from home.models import PageContenu


@pytest.mark.parametrize(
    "root", ["agents", "cms", "rendez-vous", "rdv", "lieux", "recherche", "media", "fr"]
)
def test_roots_of_the_urlconf_are_reserved(root):
    assert root in reserved_roots()


def test_ordinary_words_are_free():
    assert not reserved_roots() & {"sante", "pmi", "nous-joindre"}


def test_a_page_written_by_code_cannot_take_a_reserved_root(portail):
    with pytest.raises(ValidationError, match="écran de Parvis"):
        portail.site.root_page.add_child(instance=PageContenu(title="X", slug="rendez-vous"))


def test_a_reserved_word_is_free_under_another_page(portail):
    parent = portail.site.root_page.get_children().first()
    parent.add_child(instance=PageContenu(title="X", slug="rendez-vous"))


def test_an_editor_is_told_at_once(redaction, portail):
    response = redaction.post(
        f"/cms/pages/add/home/pagecontenu/{portail.site.root_page.pk}/",
        {"title": "Lieux", "slug": "lieux", "corps-count": 0, "chapo": ""},
    )
    assert "est déjà celle d’un écran de Parvis" in response.content.decode()
    assert not portail.site.root_page.get_children().filter(slug="lieux").exists()
