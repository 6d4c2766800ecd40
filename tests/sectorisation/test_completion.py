"""A text being typed, and what it may become."""

import pytest

from sectorisation.adresses.embarque import embarque_for
from sectorisation.adresses.interface import geocodeur_for
from tests.factories.sectorisation import TerritoireFactory


@pytest.fixture
def geocodeur(avec_adresses):
    return embarque_for(avec_adresses)


def labels(geocodeur, texte, **options):
    return [candidat.label for candidat in geocodeur.complete(texte, **options)]


@pytest.mark.parametrize(
    ("texte", "label"),
    [
        ("lil", "Rue des Lilas 99100 Valbrune"),
        ("12 rue des li", "12 Rue des Lilas 99100 Valbrune"),
        ("12 bis rue des li", "12 bis Rue des Lilas 99100 Valbrune"),
        ("12b r. des lil", "12 bis Rue des Lilas 99100 Valbrune"),
        ("rue des lilas 12", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des lilas val", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des lilas 991", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des lilas 99100 v", "12 Rue des Lilas 99100 Valbrune"),
        ("3 impasse des li", "3 Impasse des Lilas 99100 Valbrune"),
        ("7 av du gal de g", "7 Avenue du Général de Gaulle 99100 Valbrune"),
        ("7 av", "7 Avenue du Général de Gaulle 99100 Valbrune"),
        ("SAINTE CEC", "Rue Sainte-Cécile 99100 Valbrune"),
        ("rue du 8 m", "Rue du 8 Mai 1945 99100 Valbrune"),
        ("le mou", "Le Moulin Neuf 99100 Valbrune"),
        ("saint-au", "Saint-Aubin-le-Haut 99200"),
        ("992", "Saint-Aubin-le-Haut 99200"),
        ("1 all", "1 Allée Neuve 99200 Saint-Aubin-le-Haut"),
        ("12 rue des lials val", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des lials", "12 Rue des Lilas 99100 Valbrune"),
    ],
)
def test_an_address_begun_is_completed_as_meant(geocodeur, texte, label):
    assert labels(geocodeur, texte)[0] == label


@pytest.mark.parametrize("texte", ["", " ", "1", "12", "ru", " r "])
def test_nothing_is_offered_before_the_third_character(geocodeur, texte):
    assert labels(geocodeur, texte) == []


def test_a_street_that_has_the_number_comes_before_one_that_has_not(geocodeur):
    assert labels(geocodeur, "4 rue de")[0] == "4 Rue de Valbrune 99200 Saint-Aubin-le-Haut"


def test_streets_come_before_lieux_dits_equally_well_named(geocodeur):
    genres = [candidat.type for candidat in geocodeur.complete("neu")]
    assert genres == ["street", "locality"]


def test_a_word_that_may_be_whole_is_also_the_start_of_another(geocodeur):
    assert "Avenue du Général de Gaulle 99100 Valbrune" in labels(geocodeur, "gen")


def test_a_finished_word_completes_no_other(geocodeur):
    assert labels(geocodeur, "lil ") == []


def test_no_more_is_offered_than_asked(geocodeur):
    assert len(labels(geocodeur, "rue", limit=2)) == 2


@pytest.mark.parametrize(
    "texte",
    ["🙂🙂🙂", "''\"; DROP--", "AND OR NOT", "*** ", "a" * 10_000, "12 12 12", "\0\0\0", "((("],
)
def test_nonsense_never_raises(geocodeur, texte):
    assert all(candidat.label for candidat in geocodeur.complete(texte))


def test_a_territoire_without_addresses_completes_nothing(db):
    assert geocodeur_for(TerritoireFactory()).complete("12 rue des li") == []
