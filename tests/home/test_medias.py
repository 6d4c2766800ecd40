"""Images and documents belong to one territoire, and are served on its host only."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from home.models import DocumentPortail, ImagePortail

pytestmark = [
    pytest.mark.usefixtures("fichiers"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def document(portail):
    return DocumentPortail.objects.create(
        title="Guide",
        file=ContentFile(b"%PDF-1.4", name="guide.pdf"),
        collection=portail.collection,
    )


@pytest.fixture
def image(portail):
    return ImagePortail.objects.create(
        title="Accueil",
        file=get_test_image_file(),
        description="Une porte",
        collection=portail.collection,
    )


def televersement() -> SimpleUploadedFile:
    """A real PNG, as a form sends it."""
    return SimpleUploadedFile("test.png", get_test_image_file().file.getvalue(), "image/png")


def statut(client: Client, url: str) -> int:
    """Ask for a file, and read it: an unread one stays open."""
    response = client.get(url)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_a_document_is_named_by_its_uid(document, visite):
    assert document.url == f"/documents/{document.uid}/guide.pdf"
    response = visite.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_is_not_found_on_another_host(document, voisin):
    assert statut(Client(headers={"host": "b.example.test"}), document.url) == 404


def test_a_document_that_is_not_shown_is_downloaded(portail, visite):
    row = DocumentPortail.objects.create(
        title="T", file=ContentFile(b"a;b", name="t.csv"), collection=portail.collection
    )
    response = visite.get(row.url)
    list(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")


def test_a_rendition_is_served_on_its_host_only(image, visite, voisin):
    url = image.get_rendition("max-100x100").url
    assert statut(visite, url) == 200
    assert statut(Client(headers={"host": "b.example.test"}), url) == 404


def test_an_original_is_for_editors(image, visite, redaction):
    assert statut(visite, image.file.url) == 404
    assert statut(redaction, image.file.url) == 200


def test_nothing_else_of_the_storage_is_reachable(visite):
    assert statut(visite, "/media/../parvis.sqlite3") == 404
    assert statut(visite, "/media/documents/guide.pdf") == 404


def test_an_upload_belongs_to_the_territoire_of_the_host(redaction, portail):
    response = redaction.post(
        "/cms/images/add/",
        {
            "title": "Photo",
            "description": "Une maison",
            "file": televersement(),
            "collection": portail.collection_id,
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert ImagePortail.objects.get().territoire == portail.territoire


def test_an_image_without_description_is_refused(redaction, portail):
    redaction.post(
        "/cms/images/add/",
        {"title": "Photo", "file": televersement(), "collection": portail.collection_id},
    )
    assert not ImagePortail.objects.exists()


def test_an_upload_cannot_land_in_the_neighbours_library(redaction, voisin):
    redaction.post(
        "/cms/images/add/",
        {
            "title": "Photo",
            "description": "Une maison",
            "file": televersement(),
            "collection": voisin.collection_id,
        },
    )
    assert not ImagePortail.objects.filter(territoire=voisin.territoire).exists()


def test_a_film_is_sent_part_by_part(portail, visite):
    row = DocumentPortail.objects.create(
        title="Film", file=ContentFile(b"0123456789", name="f.mp4"), collection=portail.collection
    )
    for asked, status, body in (
        ("bytes=2-4", 206, b"234"),
        ("bytes=-3", 206, b"789"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=20-", 416, b""),
        ("lignes=1-2", 200, b"0123456789"),
        ("", 200, b"0123456789"),
    ):
        response = visite.get(row.url, headers={"range": asked} if asked else {})
        assert response.status_code == status, asked
        assert response.getvalue() == body, asked
    assert "sandbox" in response["Content-Security-Policy"]


def test_an_image_that_would_unfold_too_large_or_run_something_is_refused(
    redaction, portail, settings
):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    svg = SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    for sent in (televersement(), svg):
        response = redaction.post(
            "/cms/images/add/",
            {"title": "P", "description": "Une", "file": sent, "collection": portail.collection_id},
        )
        assert response.status_code == 200
        assert response.context["form"].errors["file"]
    assert not ImagePortail.objects.exists()
