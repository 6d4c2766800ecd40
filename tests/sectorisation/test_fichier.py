"""Address files of another age of Parvis, and the order of their rows."""

import sqlite3
from contextlib import closing

import pytest

from sectorisation.adresses.construction import Adresse, Ville, build
from sectorisation.adresses.embarque import Embarque, embarque_for
from sectorisation.adresses.fichier import folder
from sectorisation.adresses.lot import lot_for
from sectorisation.errors import FormatIllisible


def aged(territoire, format_):
    """The territoire's file as another version of Parvis would have written it."""
    ancien = folder() / territoire.adresses_fichier
    neuf = ancien.with_name(f"{territoire.code}-{format_.rjust(12, '0')}.sqlite3")
    neuf.write_bytes(ancien.read_bytes())
    with closing(sqlite3.connect(neuf, isolation_level=None)) as base:
        base.execute("UPDATE meta SET valeur = ? WHERE cle = 'format'", [format_])
    territoire.adresses_fichier = neuf.name
    return territoire


def test_a_file_of_the_format_before_is_still_read(avec_adresses):
    assert embarque_for(aged(avec_adresses, "2")).search("12 rue des Lilas")


def test_an_unknown_format_finds_nothing_and_says_what_to_run(avec_adresses, caplog):
    territoire = aged(avec_adresses, "999")
    assert embarque_for(territoire).search("12 rue des Lilas") == []
    assert "Relancez importer_adresses" in caplog.text
    with pytest.raises(FormatIllisible, match="format 999"):
        lot_for(territoire)


def adresse(cle, numero, voie, insee, ville):
    return Adresse(cle, numero, "", voie, "99000", insee, ville, (), "", 2.0, 44.0)


@pytest.mark.une_fois
def test_completion_offers_large_communes_first_and_those_from_elsewhere_last(tmp_path):
    adresses = [adresse("v_1", 1, "Rue du Lac", "99001", "Voisine")]
    adresses += [adresse("v_1", n, "Rue du Lac", "99001", "Voisine") for n in range(2, 9)]
    adresses += [adresse("p_1", 1, "Rue du Lac", "99002", "Petite")]
    adresses += [adresse("g_1", n, "Rue du Lac", "99003", "Grande") for n in (1, 2)]
    adresses += [adresse("g_2", None, "Le Lac", "99003", "Grande")]
    villes = [
        Ville("99002", "Petite", (), 2.0, 44.0),
        Ville("99003", "Grande", (), 2.0, 44.0),
        Ville("99001", "Voisine", (), 2.0, 44.0, ailleurs=True),
    ]
    bilan = build(adresses, villes=villes, dossier=tmp_path, prefixe="essai")
    trouves = Embarque(tmp_path / bilan.fichier).complete("lac")
    assert [(c.city, c.type) for c in trouves] == [
        ("Grande", "street"), ("Petite", "street"), ("Voisine", "street"), ("Grande", "locality"),
    ]  # fmt: skip
