"""Street rules and single addresses, from the row to the answer."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sectorisation.adresses.embarque import embarque_for
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import AncienneCommune, Commune
from sectorisation.publication import publish
from sectorisation.rattachement import published_index, rattacher
from sectorisation.routage import decide
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)
from tests.sectorisation.conftest import ADRESSES
from tests.sectorisation.test_routage import PORTE

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LILAS, LILAS_12 = "99001_0001", "12 rue des Lilas 99100 Valbrune"


@pytest.fixture
def couche(avec_adresses):
    """Commune 99001 is the secteur « ville », unless something says otherwise."""
    couche = CoucheFactory(territoire=avec_adresses)
    RegleFactory(secteur=SecteurFactory(couche=couche, code="ville"), communes=["99001"])
    SecteurFactory(couche=couche, code="autre")
    return couche


@pytest.fixture
def autre(couche):
    return couche.secteurs.get(code="autre")


@pytest.fixture
def ville(couche):
    return couche.secteurs.get(code="ville")


@pytest.fixture
def ask(couche):
    """Publishes, then gives (action, secteur, deciding rule, tie-break) of what is typed."""

    def ask(texte):
        publish(couche=couche, now=NOW)
        couche.refresh_from_db()
        geocodeur = embarque_for(couche.territoire)
        decision = decide(geocodeur.search(texte), couche=couche, geocodeur=geocodeur, texte=texte)
        r = decision.rattachement
        return decision.action, r.secteur_code, r.regle, r.departage

    return ask


@pytest.mark.parametrize(
    ("champs", "dedans", "dehors"),
    [
        ({}, ["1", "12", "12 bis", "80"], []),
        ({"numero_du": 12}, ["12", "12 bis", "80"], ["1"]),
        ({"numero_au": 12}, ["1", "12", "12 bis"], ["80"]),
        ({"numero_du": 2, "numero_au": 20, "parite": "pairs"}, ["12", "12 bis"], ["1", "80"]),
        ({"parite": "impairs"}, ["1"], ["12", "80"]),
        ({"numero_du": 12, "numero_au": 12, "suffixes": ["bis"]}, ["12 bis"], ["12"]),
        ({"suffixes": [""]}, ["1", "12", "80"], ["12 bis"]),
    ],
)
def test_a_street_rule_takes_its_numbers_and_no_others(ask, autre, champs, dedans, dehors):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS], **champs)
    for porte in dedans:
        attendu = ("router", "autre", "voie", "")
        assert ask(f"{porte} rue des Lilas 99100 Valbrune") == attendu, porte
    for porte in dehors:
        attendu = ("router", "ville", "commune", "")
        assert ask(f"{porte} rue des Lilas 99100 Valbrune") == attendu, porte


def test_a_single_address_wins_over_its_street(ask, autre, ville):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS])
    AdresseRegleFactory(secteur=ville, adresse_id=f"{LILAS}_00012")
    assert ask(LILAS_12) == ("router", "ville", "adresse", "")
    assert ask("12 bis rue des Lilas Valbrune") == ("router", "autre", "voie", "")


def test_a_street_wins_over_a_polygon(ask, autre, couche):
    dessin = SecteurFactory(couche=couche, code="dessin")
    RegleFactory(secteur=dessin, genre="polygone", geometrie=square(2.0, 44.0, 0.05))
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS], numero_au=2)
    assert ask("1 rue des Lilas Valbrune") == ("router", "autre", "voie", "")
    assert ask(LILAS_12) == ("router", "dessin", "polygone", "")


def test_a_street_without_identifier_is_found_by_its_name_in_its_commune(ask, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voie_nom="R. DE LA GARE", voies=[])
    assert ask("2 rue de la gare 99100 Valbrune")[1:3] == ("autre", "voie")
    assert ask("2 rue de la gare 99200")[1] is None


def test_a_stale_identifier_falls_back_to_the_name(ask, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=["99001_zzzzzz"])
    assert ask(LILAS_12)[1:3] == ("autre", "voie")


def test_a_street_written_under_a_merged_commune_follows_it(ask, autre, couche):
    commune = Commune.objects.get(insee="99001")
    AncienneCommune.objects.create(
        territoire=couche.territoire, commune=commune, insee="99003", nom="Lilaville"
    )
    VoieRegleFactory(secteur=autre, insee="99003")
    assert ask(LILAS_12)[1:3] == ("autre", "voie")


def test_a_provisional_identifier_of_six_characters_is_whole(ask, autre):
    VoieRegleFactory(
        secteur=autre, insee="99002", voie_nom="Allée Neuve", voies=["99002_i7xf1o"], numero_au=1
    )
    assert ask("1 allée neuve Saint-Aubin-le-Haut")[1:3] == ("autre", "voie")


def test_the_narrower_of_two_rules_wins_without_any_priority(ask, autre, ville):
    VoieRegleFactory(secteur=ville, insee="99001", voies=[LILAS], numero_du=10, numero_au=20)
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS])
    assert ask(LILAS_12) == ("router", "ville", "voie", "precision")
    assert ask("80 rue des Lilas Valbrune") == ("router", "autre", "voie", "")


def test_a_priority_wins_over_precision(ask, autre, ville):
    VoieRegleFactory(secteur=ville, insee="99001", voies=[LILAS], numero_du=10, numero_au=20)
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS], priorite=1)
    assert ask(LILAS_12) == ("router", "autre", "voie", "priorite")


def test_a_rule_applies_on_the_days_it_says(ask, autre):
    regle = VoieRegleFactory(secteur=autre, insee="99001", valide_du=date(2026, 11, 24))
    assert ask(LILAS_12)[1] == "ville"
    regle.valide_du = date(2026, 11, 23)
    regle.save()
    assert ask(LILAS_12)[1] == "autre"


def test_a_version_knows_the_day_it_will_be_outdated(couche, autre):
    VoieRegleFactory(secteur=autre, insee="99001", valide_du=date(2027, 1, 1))
    VoieRegleFactory(secteur=autre, insee="99001", valide_au=date(2026, 12, 31), numero_au=3)
    VoieRegleFactory(secteur=autre, insee="99001", valide_du=date(2020, 1, 1))
    assert publish(couche=couche, now=NOW).version.echeance == date(2027, 1, 1)


def test_a_number_no_file_knows_is_routed_by_the_rule_that_holds_it(ask, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS], numero_du=50)
    assert ask("500 rue des Lilas Valbrune") == ("router", "autre", "voie", "")
    assert ask("14 rue des Lilas Valbrune")[0] == "demander_numero"
    assert ask("rue des Lilas Valbrune")[0] == "demander_numero"


def test_a_street_whole_in_one_secteur_asks_no_number(ask, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS])
    assert ask("rue des Lilas Valbrune") == ("router", "autre", "voie", "")
    assert ask("Valbrune")[0] == "demander_voie"


def test_a_street_whose_known_numbers_agree_is_routed_as_they_are(ask, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS], numero_au=300)
    assert ask("rue des Lilas Valbrune") == ("router", "autre", "voie", "")


def test_a_known_street_is_never_taken_for_its_homonym(avec_adresses, tmp_path):
    fichier = tmp_path / "homonymes.csv"
    fichier.write_text(
        ADRESSES
        + "\n99001_0099_00002;99001_0099;2;;Rue de la Gare;99100;99001;Valbrune;2.09;44.09;OSM",
        encoding="utf-8",
    )
    import_adresses(territoire=avec_adresses, chemin=fichier)
    couche = CoucheFactory(territoire=avec_adresses)
    secteur = SecteurFactory(couche=couche, code="autre")
    VoieRegleFactory(
        secteur=secteur, insee="99001", voie_nom="Rue de la Gare", voies=["99001_0099"]
    )
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    candidats = [
        c for c in embarque_for(avec_adresses).search("2 rue de la gare Valbrune")
        if c.citycode == "99001"
    ]  # fmt: skip
    reponses = {
        c.id: rattacher(couche=couche, lon=c.lon, lat=c.lat, candidat=c).secteur_code
        for c in candidats
    }
    assert reponses == {"99001_0006_00002": None, "99001_0099_00002": "autre"}


def test_a_bare_point_follows_the_nearest_addresses_where_streets_decide(couche, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    proche = rattacher(couche=couche, lon=2.0125, lat=44.0099)
    assert (proche.secteur_code, proche.regle, proche.regle_id) == ("autre", "voisinage", None)
    loin = rattacher(couche=couche, lon=2.031, lat=44.031)
    assert (loin.secteur_code, loin.regle) == ("ville", "voisinage")


def test_a_lone_exception_does_not_draw_its_neighbours_along(couche, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voie_nom="Rue de la Gare")
    AdresseRegleFactory(secteur=autre, adresse_id="99001_0003_00005")
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.0301, lat=44.0301).secteur_code == "ville"


def test_without_an_address_file_street_rules_still_answer(territoire):
    couche = CoucheFactory(territoire=territoire)
    secteur = SecteurFactory(couche=couche, code="autre")
    VoieRegleFactory(secteur=secteur, insee="99001", voies=[LILAS], parite="pairs")
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    inconnue = replace(PORTE, street="Rue Neuve", id="99001_zzzz_00012")
    assert rattacher(couche=couche, lon=2.01, lat=44.01, candidat=inconnue).secteur_code is None
    connue = replace(PORTE, id=f"{LILAS}_00012")
    trouve = rattacher(couche=couche, lon=2.01, lat=44.01, candidat=connue)
    assert (trouve.secteur_code, trouve.regle) == ("autre", "voie")


def test_the_communes_that_streets_cut_are_counted_by_secteur(couche, autre):
    VoieRegleFactory(secteur=autre, insee="99001", voies=[LILAS])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    index = published_index(couche)
    ids = {s.code: s.pk for s in couche.secteurs.all()}
    assert index.secteurs_of_commune("99001") == set(ids.values())
    assert index.communes_without_secteur() == ("99002",)
