"""Route, ask the number, ask the street, or ask to choose."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sectorisation.adresses.embarque import embarque_for
from sectorisation.adresses.interface import Candidat
from sectorisation.models import Regle
from sectorisation.publication import publish
from sectorisation.routage import decide
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory, square

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PORTE = Candidat("12 Rue", "housenumber", 0.9, "12", "Rue", "99100", "V", "99001", 2.01, 44.01, "a")


@pytest.fixture
def couche(avec_adresses):
    """The west of commune 99001 is one secteur, its east another; 99002 is a third."""
    couche = CoucheFactory(territoire=avec_adresses)
    for code, lon in (("ouest", 2.0), ("est", 2.05)):
        zone = square(lon, 44.0, 0.05)
        zone["coordinates"][0][2][1] = zone["coordinates"][0][3][1] = 44.1
        RegleFactory(
            secteur=SecteurFactory(couche=couche, code=code),
            genre=Regle.Genre.POLYGONE,
            geometrie=zone,
        )
    RegleFactory(secteur=SecteurFactory(couche=couche, code="saint-aubin"), communes=["99002"])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    return couche


@pytest.fixture
def ask(couche, avec_adresses):
    geocodeur = embarque_for(avec_adresses)

    def ask(texte, chosen=False):
        candidats = geocodeur.search(texte)
        decision = decide(candidats, couche=couche, geocodeur=geocodeur, texte=texte, chosen=chosen)
        return decision.action, decision.rattachement.statut, decision.rattachement.secteur_code

    return ask


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("12 rue des Lilas Valbrune", ("router", "trouve", "ouest")),
        ("80 rue des Lilas Valbrune", ("router", "trouve", "est")),
        ("Le Moulin Neuf", ("router", "trouve", "est")),
        ("rue des Lilas Valbrune", ("demander_numero", "ambigu", None)),
        ("500 rue des Lilas Valbrune", ("demander_numero", "ambigu", None)),
        ("rue Sainte-Cécile Valbrune", ("router", "trouve", "est")),
        ("rue de Valbrune saint aubin le haut", ("router", "trouve", "saint-aubin")),
        ("Valbrune", ("demander_voie", "ambigu", None)),
        ("Saint-Aubin-le-Haut", ("router", "trouve", "saint-aubin")),
        ("2 rue de la Gare", ("choisir", "ambigu", None)),
        ("2 rue de la Gare 99200", ("router", "trouve", "saint-aubin")),
        ("xyzzy plugh", ("introuvable", "introuvable", None)),
        ("12 rue Nationale 59000 Lille", ("introuvable", "hors_territoire", None)),
    ],
)
def test_what_is_typed_decides_the_next_step(ask, texte, attendu):
    assert ask(texte) == attendu


def test_a_candidate_the_person_chose_is_routed_whatever_its_score(couche, avec_adresses):
    geocodeur = embarque_for(avec_adresses)
    faible = replace(PORTE, score=0.3)
    assert decide([faible], couche=couche, geocodeur=geocodeur).action == "choisir"
    choisi = decide([faible], couche=couche, geocodeur=geocodeur, chosen=True)
    assert (choisi.action, choisi.rattachement.secteur_code) == ("router", "ouest")


def test_two_records_of_one_door_are_no_choice(couche, avec_adresses):
    geocodeur = embarque_for(avec_adresses)
    jumeau = replace(PORTE, id="b", lon=2.0101, score=0.89)
    assert decide([PORTE, jumeau], couche=couche, geocodeur=geocodeur).action == "router"
    loin = replace(jumeau, lon=2.08)
    assert decide([PORTE, loin], couche=couche, geocodeur=geocodeur).action == "choisir"


def test_a_split_street_without_known_numbers_asks_for_one(couche, avec_adresses):
    rue = replace(PORTE, type="street", housenumber="", id="inconnue")
    decision = decide([rue], couche=couche, geocodeur=embarque_for(avec_adresses))
    assert decision.action == "demander_numero"


def test_the_answer_keeps_point_type_score_and_address(couche, avec_adresses):
    trouve = decide([PORTE], couche=couche, geocodeur=embarque_for(avec_adresses)).rattachement
    assert (trouve.type, trouve.score, trouve.adresse_id, trouve.lon) == (
        "housenumber",
        0.9,
        "a",
        2.01,
    )
    assert trouve.commune == "99001" and trouve.version == 1
