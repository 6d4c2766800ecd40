"""Every sentence of the journey is said in each language that ships, and the .mo says what the .po does."""

import gettext
import re

import pytest

from portal import traductions

LANGUES = ("en", "ar")
REPERES = re.compile(r"%\(\w+\)[sd0-9]+|\{\w+\}|<\w+>")


@pytest.fixture(scope="module")
def phrases():
    return traductions.collect()


@pytest.mark.parametrize("langue", LANGUES)
def test_every_marked_sentence_is_translated(phrases, langue):
    catalogue = traductions.read_po(langue)
    missing = [m for m in phrases if m not in catalogue or not catalogue[m].traduite]
    assert not missing, "lancez manage.py traduire, puis traduisez"
    assert not set(catalogue) - set(phrases), "phrases que plus rien ne dit : manage.py traduire"


@pytest.mark.parametrize("langue", LANGUES)
def test_translations_keep_what_is_filled_in(langue):
    """Forms for one or two things may drop the figure, which their words say."""
    for phrase in traductions.read_po(langue).values():
        wanted = sorted(REPERES.findall(phrase.pluriel or phrase.msgid))
        assert sorted(REPERES.findall(phrase.traductions[-1])) == wanted, phrase.msgid
        for text in phrase.traductions:
            assert set(REPERES.findall(text)) <= set(wanted), phrase.msgid


@pytest.mark.parametrize("langue", LANGUES)
def test_the_binary_catalogue_is_the_written_one(langue):
    path = traductions.po_path(langue)
    catalogue = traductions.read_po(langue)
    assert path.with_suffix(".mo").read_bytes() == traductions.render_mo(langue, catalogue)
    with path.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert all(
        read.gettext(phrase.msgid) == phrase.traductions[0]
        for phrase in catalogue.values()
        if not phrase.pluriel
    )


def test_templates_and_code_are_read_as_django_looks_them_up():
    gabarit = (
        """{% translate 'Un' as un %}{% lien _("Deux") url %}{{ x|default:_("Trois") }}"""
        """{% blocktranslate count n=x %}{{ n }} lieu à 5 %{% plural %}{{ n }} lieux{% endblocktranslate %}"""
    )
    assert list(traductions.of_template(gabarit)) == [
        ("Un", ""),
        ("Deux", ""),
        ("Trois", ""),
        ("%(n)s lieu à 5 %%", "%(n)s lieux"),
    ]
    code = '_("Un " "et deux")\nngettext("%(n)d an", "%(n)d ans", n)\nautre("non")'
    assert list(traductions.of_python(code)) == [("Un et deux", ""), ("%(n)d an", "%(n)d ans")]


def test_a_translation_survives_and_a_dead_sentence_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(traductions, "LOCALE", tmp_path)
    before = {
        "Dite « ici »\n": traductions.Phrase("Dite « ici »\n", traductions=['Said "here"\n']),
        "Morte": traductions.Phrase("Morte", traductions=["Dead"]),
    }
    path = traductions.po_path("en")
    path.parent.mkdir(parents=True)
    path.write_text(traductions.render_po("en", before), encoding="utf-8")
    today = {m: traductions.Phrase(m) for m in ("Dite « ici »\n", "Neuve")}
    merged = traductions.merge("en", today)
    assert {m: p.traductions for m, p in merged.items()} == {
        "Dite « ici »\n": ['Said "here"\n'],
        "Neuve": [""],
    }
