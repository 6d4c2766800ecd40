"""The twelve blocks of a page: what they show, what they refuse, what they keep to themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue
from wagtail.images.tests.utils import get_test_image_file

from home.blocs import CorpsBlock, corps_block
from home.blocs.questions import questions_in
from home.models import DocumentPortail, ImagePortail, PageContenu, QuestionReponse
from tests.factories.booking import LieuFactory, ServiceFactory

pytestmark = [
    pytest.mark.usefixtures("fichiers"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MARQUE = "Secret-du-voisin"


def add_page(portail, *blocs, slug="essai"):
    """A published page made of `(type, raw value)`."""
    page = PageContenu(title="Essai", slug=slug)
    raw = [{"type": kind, "value": value} for kind, value in blocs]
    page.corps = StreamValue(page.corps.stream_block, raw, is_lazy=True)
    portail.site.root_page.add_child(instance=page)
    return page


def show(visite, slug="essai"):
    response = visite.get(f"/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def add_image(portail, **options):
    return ImagePortail.objects.create(
        **{"title": "Porte", "description": "Une porte ouverte"} | options,
        file=get_test_image_file(),
        collection=portail.collection,
    )


def add_document(portail, nom="guide.pdf", **options):
    return DocumentPortail.objects.create(
        **{"title": "Guide"} | options,
        file=ContentFile(b"%PDF-1.4" * 200_000, name=nom),
        collection=portail.collection,
    )


def clean(nom, value):
    block = CorpsBlock().child_blocks[nom]
    return block.clean(block.to_python(value))


def raw_blocks(portail):
    """One raw value of each kind of block that names something of this portail."""
    root = portail.site.root_page
    cible = PageContenu(title=MARQUE, slug="cible")
    root.add_child(instance=cible)
    service = ServiceFactory(territoire=portail.territoire, nom=MARQUE, slug="cible")
    lieu = LieuFactory(territoire=portail.territoire, nom=MARQUE, slug="cible")
    question = QuestionReponse.objects.create(
        territoire=portail.territoire, question=MARQUE, reponse=MARQUE
    )
    document = add_document(portail, title=MARQUE)
    film = add_document(portail, "film.mp4", title=MARQUE)
    image = add_image(portail, title=MARQUE, description=MARQUE)
    rows = [cible, service, lieu, question, document, film, image]
    return rows, [
        ("image", {"image": image.pk}),
        ("telecharger", {"document": document.pk, "page": cible.pk}),
        ("video", {"titre": "Film", "fichier": film.pk, "transcription": "<p>Dit.</p>"}),
        ("tuiles", {"titre": "Voir", "tuiles": [{"page": cible.pk}]}),
        ("contact", {"qui": f"lieu:{lieu.slug}"}),
        ("contact", {"qui": f"service:{service.slug}"}),
        ("rendez_vous", {"cible": f"service:{service.slug}"}),
        ("mon_secteur", {"service": service.slug}),
        ("questions", {"titre": "Q", "questions": [], "reprises": [str(question.uid)]}),
    ]


@pytest.mark.une_fois
def test_the_chooser_offers_twelve_blocks_in_three_groups_each_described():
    blocs = CorpsBlock().child_blocks.values()
    assert len(blocs) == 12
    assert {b.meta.group for b in blocs} == {"Écrire", "Montrer", "Orienter"}
    assert all(b.meta.description and b.meta.template and b.meta.icon for b in blocs)


@pytest.mark.une_fois
def test_a_deployment_adds_a_block_by_naming_its_class(settings):
    settings.PARVIS_BLOCS = f"{__name__}.CorpsDuDepartement"
    assert "refrain" in corps_block().child_blocks


class CorpsDuDepartement(CorpsBlock):
    refrain = type(CorpsBlock().child_blocks["texte"])()


@pytest.mark.une_fois
def test_every_block_previews_with_or_without_anything_to_show(redaction, portail):
    blocs = PageContenu._meta.get_field("corps").stream_block.child_blocks.values()
    for filled in (False, True):
        if filled:
            raw_blocks(portail)
        for block in blocs:
            response = redaction.get(f"/cms/block-preview/?id={block.definition_prefix}")
            assert response.status_code == 200, block.name
            assert block.is_previewable, block.name
            html = response.content.decode()
            assert ("Vous n’en avez pas encore" not in html) or not filled, block.name


@pytest.mark.une_fois
def test_a_body_shows_what_is_of_its_own_portail(visite, portail):
    _rows, blocs = raw_blocks(portail)
    add_page(portail, *blocs)
    html = show(visite)
    assert "image/avif" in html
    assert "image/webp" in html
    assert f'alt="{MARQUE}"' in html
    assert '<video controls preload="none"' in html
    assert "(PDF, 1,6\xa0Mo)" in html
    assert 'href="/cible/"' in html


@pytest.mark.une_fois
def test_a_body_copied_from_a_neighbour_shows_nothing_of_theirs(visite, portail, voisin):
    _rows, blocs = raw_blocks(voisin)
    add_page(portail, *blocs)
    assert MARQUE not in show(visite)


@pytest.mark.une_fois
def test_a_body_survives_what_it_names(visite, portail):
    rows, blocs = raw_blocks(portail)
    add_page(portail, *blocs)
    for row in rows:
        row.delete()
    assert MARQUE not in show(visite)


@pytest.mark.une_fois
def test_a_lost_file_leaves_no_broken_image_or_link(visite, portail):
    image, document = add_image(portail), add_document(portail)
    image.file.storage.delete(image.file.name)
    document.file.storage.delete(document.file.name)
    add_page(portail, ("image", {"image": image.pk}), ("telecharger", {"document": document.pk}))
    html = show(visite)
    assert "not-found" not in html
    assert "Guide" not in html


@pytest.mark.une_fois
def test_an_image_is_silent_only_when_said_to_be_a_decoration(visite, portail):
    image = add_image(portail)
    add_page(portail, ("image", {"image": image.pk, "decor": True}))
    assert 'alt=""' in show(visite)
    with pytest.raises(ValidationError):
        clean("image", {"image": image.pk, "decor": True, "description": "Une porte"})


@pytest.mark.une_fois
def test_bodies_written_before_still_read(visite, portail):
    """Shapes as the first version stored them."""
    document = add_document(portail)
    add_page(
        portail,
        ("encadre", {"niveau": "attention", "titre": "Fermé lundi", "texte": "<p>Oui</p>"}),
        ("questions", {"titre": "Q", "questions": [{"question": "Où ?", "reponse": "<p>Là</p>"}]}),
        ("telecharger", {"document": document.pk, "titre": "Le guide"}),
        ("tableau", {"columns": [{"type": "disparu", "heading": "X"}], "rows": [], "caption": "C"}),
        ("bloc_disparu", {"a": 1}),
    )
    html = show(visite)
    for text in ("Attention\xa0: Fermé lundi", "Où", "Le guide"):
        assert text in html


@pytest.mark.une_fois
def test_a_shared_question_is_told_to_machines_and_corrected_everywhere(redaction, visite, portail):
    row = QuestionReponse.objects.create(
        territoire=portail.territoire, question="Est-ce payant ?", reponse="<p>Oui.</p>"
    )
    page = add_page(
        portail, ("questions", {"titre": "Q", "questions": [], "reprises": [str(row.uid)]})
    )
    html = show(visite)
    assert "FAQPage" in html
    response = redaction.post(
        f"/cms/questions/{row.pk}/",
        {"question": "Est-ce gratuit ?", "reponse": '{"blocks": [], "entityMap": {}}'},
    )
    assert response.status_code == 422
    row.reponse = "<p>Oui, pour tous.</p>"
    row.question = "Est-ce gratuit ?"
    row.save()
    contexte = {"request": type("R", (), {"territoire": portail.territoire})()}
    [(question, reponse)] = questions_in(page.corps, contexte)
    assert question == "Est-ce gratuit ?"
    assert "Oui, pour tous." in reponse


@pytest.mark.une_fois
@pytest.mark.parametrize(
    ("nom", "value"),
    [
        ("tableau", {"caption": " ", "columns": [{"type": "texte", "heading": "A"}] * 2,
                     "rows": [{"values": ["1", "2"]}]}),
        ("tableau", {"caption": "C", "columns": [{"type": "texte", "heading": ""}] * 2,
                     "rows": [{"values": ["1", "2"]}]}),
        ("tableau", {"caption": "C", "columns": [], "rows": []}),
        ("video", {"titre": "F", "lien": "", "transcription": "<p>Dit.</p>"}),
        ("video", {"titre": "F", "lien": "javascript:alert(1)", "transcription": "<p>D.</p>"}),
        ("video", {"titre": "F", "lien": "https://v.example.org/1", "transcription": ""}),
        ("tuiles", {"titre": "V", "tuiles": [{"titre": "T", "lien": "data:text/html,x"}]}),
        ("tuiles", {"titre": "V", "tuiles": [{"lien": "https://v.example.org/1"}]}),
        ("tuiles", {"titre": "V", "tuiles": [{"titre": "T", "lien": "https://e.example/"}] * 7}),
        ("questions", {"titre": "Q", "questions": [], "reprises": []}),
    ],
)  # fmt: skip
def test_what_would_fail_a_reader_is_refused(db, nom, value):
    with pytest.raises(ValidationError):
        clean(nom, value)


@pytest.mark.une_fois
def test_a_link_that_runs_something_is_never_shown(visite, portail):
    add_page(
        portail,
        ("tuiles", {"titre": "V", "tuiles": [{"titre": "T", "lien": "javascript:alert(1)"}]}),
        ("video", {"titre": "F", "lien": "data:text/html,x", "transcription": "<p>D</p>"}),
        ("texte", '<p><a href="javascript:alert(1)">ici</a> <a href="JaVa\tscript:x">là</a></p>'),
    )
    html = show(visite).lower()
    assert "javascript:" not in html
    assert "data:text" not in html
    assert "script:x" not in html
