"""The remarks of a careful colleague, and their silence on a good page."""

import pytest

from home.models import PageContenu
from home.relecture import review

BONNE = """<main><h1>PMI</h1><h2>Horaires</h2>
<p>Ouvert depuis le 12 mars 2026. Appelez le <a href="tel:+33261916100">02 61 91 61 00</a>.</p>
<p><a href="/documents/x/guide.pdf">Guide de la PMI (PDF, 1,2 Mo)</a></p>
<table><caption>Tarifs</caption><tr><th>PMI</th></tr></table><h3>Accès</h3></main>"""


def remarks(body: str, description: str = "Une phrase.") -> str:
    found = review(f"<main><h1>Titre</h1>{body}</main>", description=description)
    return " / ".join(f"{r.phrase} {r.extrait}" for r in found)


def test_a_good_page_receives_no_remark():
    assert review(BONNE, description="La PMI suit les enfants.") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p><a href="/x/">Cliquez ici</a></p>', "ne dit pas où il mène"),
        ('<p><a href="/x/">En savoir plus…</a></p>', "ne dit pas où il mène"),
        ('<a href="/documents/u/guide.pdf">Le guide</a>', "son format et son poids"),
        ("<p>Fermé du 24 décembre au 2 janvier 2027.</p>", "24 décembre"),
        ("<table><tr><td>a</td></tr></table>", "écrivez sa légende"),
        ("<h2>A</h2><h4>Trop bas</h4>", "du 2 au 4"),
        ("<h2> </h2>", "Un titre est vide"),
        ("<p>FERMETURE EXCEPTIONNELLE DEMAIN</p>", "en capitales"),
        ("<p>Appelez le 02.61.91.61.00</p>", "02.61.91.61.00"),
    ],
)
def test_each_fault_is_named_with_what_to_do(body, said):
    assert said in remarks(body)


def test_a_missing_description_is_asked_for():
    assert "Écrivez une description" in remarks("<p>Texte.</p>", description=" ")


def test_dates_and_numbers_that_the_portail_writes_itself_are_left_alone():
    assert remarks('<p><time datetime="2026-12-24">jeudi 24 décembre</time></p>') == ""
    assert remarks("<ul data-automatique><li><p>Au 02 61 91 61 10</p></li></ul>") == ""


def test_a_page_full_of_faults_is_told_a_dozen():
    assert len(review('<a href="/x/">ici</a>' * 3 + "<p>AAAAA BBBBB CCCCC</p>" * 1
                      + "".join(f"<p>Le {n} mars.</p>" for n in range(1, 29)),
                      description="x")) == 12  # fmt: skip


def test_the_form_of_a_page_tells_what_to_review(redaction, portail):
    page = PageContenu(
        title="Fermeture", slug="fermeture", corps=[("texte", "<p>Fermé le 24 décembre.</p>")]
    )
    portail.site.root_page.add_child(instance=page)
    form = redaction.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "points à revoir" in form
    assert "24 décembre" in form


def test_a_page_that_cannot_be_shown_still_opens_in_its_form(redaction, portail, monkeypatch):
    page = portail.site.root_page.add_child(instance=PageContenu(title="X", slug="x"))

    def fail(self, *args, **kwargs):
        raise ValueError

    monkeypatch.setattr(PageContenu, "make_preview_request", fail)
    assert redaction.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
