"""Why an address is where it is: who decided, who else held it, and why they lost."""

from datetime import UTC, datetime

import pytest

from sectorisation.adresses.interface import geocodeur_for
from sectorisation.brouillon import draft_version
from sectorisation.explication import explain, rules_of_street
from sectorisation.memoire import index_for
from sectorisation.models import Regle
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def couche(avec_adresses):
    return CoucheFactory(territoire=avec_adresses, slug="pmi")


@pytest.fixture
def nord(couche):
    return SecteurFactory(couche=couche, code="N", nom="Nord")


@pytest.fixture
def sud(couche):
    return SecteurFactory(couche=couche, code="S", nom="Sud")


def polygone(secteur, *, cote=0.1):
    geometrie = square(2.0, 44.0, cote)
    return RegleFactory(secteur=secteur, genre=Regle.Genre.POLYGONE, geometrie=geometrie)


def told(couche, texte="12 rue des lilas valbrune"):
    """(the row that decided, {row that lost: why})."""
    version = draft_version(couche, now=NOW)
    candidat = geocodeur_for(couche.territoire).search(texte)[0]
    trouve = rattacher(
        couche=couche, lon=candidat.lon, lat=candidat.lat, candidat=candidat, version=version
    )
    dit = explain(index_for(version), trouve, candidat)
    return dit.decisive and dit.decisive.id, {e.regle.id: e.defaite for e in dit.ecartees}


def test_each_kind_of_rule_loses_to_a_more_precise_one(couche, nord, sud):
    adresse = AdresseRegleFactory(secteur=nord, adresse_id="99001_0001_00012")
    voie = VoieRegleFactory(secteur=sud)
    dessin = polygone(sud)
    commune = RegleFactory(secteur=sud, communes=["99001"])

    decisive, autres = told(couche)

    assert decisive == adresse.pk
    assert autres == {voie.pk: "genre", dessin.pk: "genre", commune.pk: "genre"}


def test_between_two_streets_the_priority_is_named(couche, nord, sud):
    gagnante = VoieRegleFactory(secteur=nord, priorite=5)
    perdante = VoieRegleFactory(secteur=sud)

    assert told(couche) == (gagnante.pk, {perdante.pk: "priorite"})


def test_a_range_wins_over_the_whole_street_and_says_so(couche, nord, sud):
    part = VoieRegleFactory(secteur=nord, numero_du=2, numero_au=40)
    entiere = VoieRegleFactory(secteur=sud)

    assert told(couche) == (part.pk, {entiere.pk: "precision"})


def test_a_range_that_leaves_the_number_out_is_not_listed(couche, nord, sud):
    entiere = VoieRegleFactory(secteur=sud)
    VoieRegleFactory(secteur=nord, numero_du=70, numero_au=90)

    assert told(couche) == (entiere.pk, {})


def test_between_two_polygons_the_smaller_one_is_named(couche, nord, sud):
    petit = polygone(nord, cote=0.05)
    grand = polygone(sud)

    assert told(couche) == (petit.pk, {grand.pk: "surface"})


def test_two_rules_of_one_secteur_do_not_compete(couche, nord):
    une = VoieRegleFactory(secteur=nord, priorite=1)
    autre = VoieRegleFactory(secteur=nord)

    assert told(couche) == (une.pk, {autre.pk: "meme_secteur"})


def test_outside_every_rule_nothing_is_listed(couche, nord):
    RegleFactory(secteur=nord, communes=["99002"])

    assert told(couche) == (None, {})


def test_the_rules_of_a_street_come_in_the_order_of_their_numbers(couche, nord, sud):
    haut = VoieRegleFactory(secteur=nord, numero_du=50)
    bas = VoieRegleFactory(secteur=sud, numero_au=49)
    rue = geocodeur_for(couche.territoire).search("rue des lilas valbrune")[0]

    regles = rules_of_street(index_for(draft_version(couche, now=NOW)), rue)

    assert [regle.id for regle in regles] == [bas.pk, haut.pk]
