"""How an address is read before being searched."""

import pytest

from sectorisation.adresses.normalisation import edit_distance, fold, words
from sectorisation.adresses.requete import read


def first(texte: str):
    variante = read(texte).variantes[0]
    return variante.numero, variante.suffixe, " ".join(variante.mots)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("12 rue des Lilas", (12, "", "rue lilas")),
        ("12bis, r. des Lilas", (12, "bis", "rue lilas")),
        ("12 BIS AV DU GAL DE GAULLE", (12, "bis", "avenue general gaulle")),
        ("12 B rue des Lilas", (12, "b", "rue lilas")),
        ("12 t bd Saint-Michel", (12, "t", "boulevard saint michel")),
        ("n° 12 rue des Lilas", (12, "", "rue lilas")),
        ("12-14 rue des Lilas", (12, "", "rue lilas")),
        ("12 r des Lilas", (12, "", "rue lilas")),
        ("12 l'Hospitalet", (12, "", "hospitalet")),
        ("Bât. B, appt 4, 12 rue des Lilas", (12, "", "rue lilas")),
        ("Chez Mme Dupont, 12 rue des Lilas", (12, "", "rue lilas")),
        ("12 pl Notre-Dame", (12, "", "place notredame")),
        ("rue du huit mai", (None, "", "rue 8 mai")),
        ("Rue de l'Œuvre", (None, "", "rue oeuvre")),
    ],
)
def test_an_address_as_written_is_read_as_meant(texte, attendu):
    assert first(texte) == attendu


def test_a_number_after_the_street_is_tried_as_the_house_number():
    lue = read("rue des Lilas 12, Valbrune")
    assert (12, "rue lilas valbrune") in [(v.numero, " ".join(v.mots)) for v in lue.variantes]


def test_a_date_in_a_street_name_is_first_read_as_part_of_the_name():
    assert first("rue du 8 mai 1945") == (None, "", "rue 8 mai 1945")


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("12 rue des Lilas 99100 Valbrune", "99100"),
        ("12 rue des Lilas 99 100 Valbrune", "99100"),
        ("BP 12345 rue des Lilas 99107 Valbrune CEDEX 9", "99107"),
        ("99100", "99100"),
        ("rue des Lilas", ""),
    ],
)
def test_the_postcode_is_set_apart(texte, code):
    assert read(texte).code_postal == code


@pytest.mark.parametrize(
    "texte", ["", "   ", "🙂", "؟", "'" * 500, "1" * 10_000, "a b " * 5_000, "\0"]
)
def test_nonsense_never_raises(texte):
    assert len(read(texte).variantes[0].mots) <= 24


def test_small_words_alone_are_kept():
    assert words(fold("Les")) == ("les",)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("lilas", "lilas", 0), ("lilas", "lials", 1), ("lilas", "lila", 1), ("lilas", "rosier", 4)],
)
def test_edit_distance_counts_a_swap_once_and_stops_at_its_ceiling(a, b, distance):
    assert edit_distance(a, b) == distance
