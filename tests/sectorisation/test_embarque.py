"""The embedded geocoder on a small file."""

import os
import threading

import pytest

from sectorisation.adresses.embarque import embarque_for
from sectorisation.adresses.interface import geocodeur_for
from sectorisation.imports.adresses import import_adresses
from tests.factories.sectorisation import TerritoireFactory


@pytest.fixture
def geocodeur(avec_adresses):
    return embarque_for(avec_adresses)


@pytest.mark.parametrize(
    ("texte", "label"),
    [
        ("12 rue des Lilas 99100 Valbrune", "12 Rue des Lilas 99100 Valbrune"),
        ("12 RUE DES LILAS VALBRUNE", "12 Rue des Lilas 99100 Valbrune"),
        ("12 bis r des lilas, valbrune", "12 bis Rue des Lilas 99100 Valbrune"),
        ("12b rue des lilas valbrune", "12 bis Rue des Lilas 99100 Valbrune"),
        ("rue des Lilas 12, Valbrune", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des Lials Valbrune", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des Lilas Valbrun", "12 Rue des Lilas 99100 Valbrune"),
        ("12 rue des Lilas 99107 VALBRUNE CEDEX", "12 Rue des Lilas 99100 Valbrune"),
        ("7 av gal de gaulle valbrune", "7 Avenue du Général de Gaulle 99100 Valbrune"),
        ("9 r ste cecile valbrune", "9 Rue Sainte-Cécile 99100 Valbrune"),
        ("5 rue du huit mai 1945", "5 Rue du 8 Mai 1945 99100 Valbrune"),
        ("rue du 8 mai 1945", "Rue du 8 Mai 1945 99100 Valbrune"),
        ("le moulin neuf valbrune", "Le Moulin Neuf 99100 Valbrune"),
        ("2 rue de la gare 99200", "2 Rue de la Gare 99200 Saint-Aubin-le-Haut"),
        ("4 rue de valbrune st aubin le haut", "4 Rue de Valbrune 99200 Saint-Aubin-le-Haut"),
        ("1 all neuve st-aubin-le-haut", "1 Allée Neuve 99200 Saint-Aubin-le-Haut"),
        ("saint aubin le haut", "Saint-Aubin-le-Haut 99200"),
        ("99200", "Saint-Aubin-le-Haut 99200"),
        ("12 rue desli las valbrune", "12 Rue des Lilas 99100 Valbrune"),
    ],
)
def test_an_address_as_people_write_it_is_found_first(geocodeur, texte, label):
    assert geocodeur.search(texte)[0].label == label


@pytest.mark.parametrize(
    ("texte", "genre"),
    [
        ("12 rue des Lilas Valbrune", "housenumber"),
        ("rue des Lilas Valbrune", "street"),
        ("500 rue des Lilas Valbrune", "street"),
        ("Le Moulin Neuf", "locality"),
        ("Valbrune", "municipality"),
    ],
)
def test_each_result_says_what_it_is(geocodeur, texte, genre):
    assert geocodeur.search(texte)[0].type == genre


def test_an_exact_address_scores_one_and_an_unknown_number_less(geocodeur):
    assert geocodeur.search("12 rue des Lilas 99100 Valbrune")[0].score == 1
    assert geocodeur.search("500 rue des Lilas 99100 Valbrune")[0].score < 0.9


def test_the_same_street_in_two_communes_ties_when_none_is_named(geocodeur):
    premier, second = geocodeur.search("2 rue de la Gare")[:2]
    assert premier.score == second.score
    assert {premier.citycode, second.citycode} == {"99001", "99002"}


def test_a_street_of_another_commune_than_the_one_named_stays_weak(geocodeur):
    trouves = geocodeur.search("7 avenue du Général de Gaulle, Saint-Aubin-le-Haut")
    assert all(c.score < 0.6 for c in trouves)


def test_a_postcode_from_elsewhere_is_weak_and_said_to_be_elsewhere(geocodeur):
    texte = "12 rue des Lilas 59000 Lille"
    assert geocodeur.search(texte)[0].score < 0.6
    assert geocodeur.is_elsewhere(texte)
    assert not geocodeur.is_elsewhere("12 rue des Lilas 99107 Valbrune CEDEX")


@pytest.mark.parametrize(
    "texte", ["", "🙂", "''\"; DROP--", "AND OR NOT", "*", "a" * 10_000, "12 12 12", "\0\0"]
)
def test_nonsense_finds_nothing_sure_and_never_raises(geocodeur, texte):
    assert all(c.score < 0.95 for c in geocodeur.search(texte))


def test_a_provisional_street_code_is_kept_whole(geocodeur):
    assert geocodeur.search("1 allée Neuve")[0].id == "99002_i7xf1o_00001"


def test_the_points_of_a_street_are_those_of_its_numbers(geocodeur):
    rue = geocodeur.search("rue des Lilas Valbrune")[0]
    assert len(geocodeur.points(rue)) == 4


def test_threads_share_a_geocoder(geocodeur):
    trouves = []
    fils = [
        threading.Thread(
            target=lambda: trouves.append(geocodeur.search("12 rue des Lilas")[0].label)
        )
        for _ in range(8)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert set(trouves) == {"12 Rue des Lilas 99100 Valbrune"} and len(trouves) == 8


def test_the_file_is_read_only_and_a_new_version_does_not_disturb_a_reader(
    geocodeur, avec_adresses, tmp_path
):
    fichier = tmp_path / "adresses" / avec_adresses.adresses_fichier
    assert not os.stat(fichier).st_mode & 0o222
    suite = tmp_path / "suite.csv"
    lignes = (tmp_path / "adresses.csv").read_text(encoding="utf-8").splitlines()
    suite.write_text("\n".join(lignes[:3]), encoding="utf-8")
    import_adresses(territoire=avec_adresses, chemin=suite)
    assert geocodeur.search("9 rue Sainte-Cécile")
    assert not geocodeur_for(avec_adresses).search("9 rue Sainte-Cécile")


def test_a_territoire_without_addresses_finds_nothing(db):
    geocodeur = geocodeur_for(TerritoireFactory())
    assert geocodeur.search("12 rue des Lilas") == []
    assert not geocodeur.is_elsewhere("59000 Lille")
