"""Rules as they are written down: what a row refuses, and how it reads in French."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from sectorisation.models import Regle
from tests.factories.sectorisation import RegleFactory, SecteurFactory, square

JOUR = dt.date(2026, 11, 23)


@pytest.fixture
def secteur(db):
    return SecteurFactory(code="nord", nom="Nord")


def voie(secteur, **champs):
    defaut = {"genre": Regle.Genre.VOIE, "insee": "99001", "voie_nom": "Rue de la Gare"}
    return RegleFactory(secteur=secteur, **{**defaut, **champs})


@pytest.mark.parametrize(
    "champs",
    [
        {"genre": Regle.Genre.POLYGONE},
        {"genre": Regle.Genre.VOIE, "insee": "99001"},
        {"genre": Regle.Genre.VOIE, "voie_nom": "Rue de la Gare"},
        {"genre": Regle.Genre.ADRESSE, "libelle": "12 rue de la Gare"},
        {"communes": ["99001"], "valide_du": JOUR, "valide_au": JOUR - dt.timedelta(days=1)},
        {
            "genre": Regle.Genre.VOIE, "insee": "99001", "voie_nom": "Rue", "numero_du": 9,
            "numero_au": 3,
        },
    ],
)  # fmt: skip
def test_a_rule_that_could_mean_nothing_is_refused_by_the_database(secteur, champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegleFactory(secteur=secteur, **champs)


def test_a_street_is_recognised_however_its_name_is_written(secteur):
    assert voie(secteur, voie_nom="Av. du Gal de Gaulle").nom_normalise == (
        voie(secteur, voie_nom="AVENUE DU GENERAL DE GAULLE").nom_normalise
    )


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, "Rue de la Gare (99001)"),
        ({"numero_du": 2, "numero_au": 40, "parite": "pairs"},
         "Rue de la Gare (99001), du 2 au 40, numéros pairs"),
        ({"numero_du": 7}, "Rue de la Gare (99001), à partir du 7"),
        ({"numero_au": 7, "suffixes": ["", "bis"]},
         "Rue de la Gare (99001), jusqu'au 7, suffixes aucun, bis"),
    ],
)  # fmt: skip
def test_a_street_rule_reads_in_french(secteur, champs, attendu):
    assert str(voie(secteur, **champs)) == f"{attendu} → Nord"


def test_other_rules_read_in_french(secteur):
    assert str(RegleFactory(secteur=secteur, communes=["99001"])) == "commune 99001 → Nord"
    assert str(RegleFactory(secteur=secteur, communes=["1", "2"])) == "2 communes → Nord"
    dessin = RegleFactory(secteur=secteur, genre="polygone", geometrie=square(2, 44))
    assert str(dessin) == "polygone → Nord"
    porte = RegleFactory(secteur=secteur, genre="adresse", adresse_id="99001_0001_00001")
    assert str(porte) == "99001_0001_00001 → Nord"


def test_rules_in_force_include_both_their_dates(secteur):
    toujours = RegleFactory(secteur=secteur, communes=["99001"])
    ce_jour = RegleFactory(secteur=secteur, communes=["99001"], valide_du=JOUR, valide_au=JOUR)
    RegleFactory(secteur=secteur, communes=["99001"], valide_du=JOUR + dt.timedelta(days=1))
    RegleFactory(secteur=secteur, communes=["99001"], valide_au=JOUR - dt.timedelta(days=1))
    assert set(Regle.objects.of_couche(secteur.couche).valid_on(JOUR)) == {toujours, ce_jour}
