"""A new address file: what it changes, the rules it leaves behind, and what it never changes."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from sectorisation.adresses.lot import lot_for
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import AncienneCommune, Commune, ImportAdresses
from sectorisation.publication import publish
from sectorisation.rattachement import published_index
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
)
from tests.sectorisation.conftest import ADRESSES

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def renewed(avec_adresses, tmp_path):
    """Imports the same file with some of its text changed."""

    def renew(*changes, lignes=()):
        contenu = "\n".join([ADRESSES, *lignes])
        for avant, apres in changes:
            assert avant in contenu
            contenu = contenu.replace(avant, apres)
        fichier = tmp_path / "suite.csv"
        fichier.write_text(contenu, encoding="utf-8")
        return import_adresses(territoire=avec_adresses, chemin=fichier)

    return renew


def test_a_first_file_is_compared_with_nothing(avec_adresses):
    (recu,) = ImportAdresses.objects.of(avec_adresses)
    assert recu.renouvellement is None
    assert (recu.source, recu.comptes["adresses"]) == ("BANO", 13)
    assert recu.version == avec_adresses.adresses_version


def test_the_same_file_again_changes_nothing(renewed):
    change = renewed().renouvellement
    assert (change.adresses_ajoutees, change.adresses_retirees, change.adresses_deplacees) == (
        0, 0, 0,
    )  # fmt: skip
    assert not change.voies_ajoutees.nombre and not change.voies_retirees.nombre


def test_addresses_added_removed_and_moved_are_counted(renewed):
    change = renewed(
        ("99001_0001_00080;99001_0001;80;", "99001_0001_00082;99001_0001;82;"),
        (";2.04;44.04;", ";2.0405;44.04;"),
        (";2.03;44.03;", ";2.0301;44.03;"),
        (";2.06;44.06;", ";2.07;44.06;"),
    ).renouvellement
    assert (change.adresses_ajoutees, change.adresses_retirees) == (1, 1)
    # Forty metres for the avenue and more for the lieu-dit; eight metres are not a move.
    assert change.adresses_deplacees == 2


def test_streets_added_and_removed_are_named_with_their_commune(renewed):
    change = renewed(
        (
            "99001_0005_00009;99001_0005;9;;Rue Sainte-Cécile",
            "99001_0008_00009;99001_0008;9;;Rue Neuve",
        )
    ).renouvellement
    assert change.voies_retirees.exemples == [["Valbrune", "Rue Sainte-Cécile"]]
    assert change.voies_ajoutees.exemples == [["Valbrune", "Rue Neuve"]]


def test_a_street_of_the_same_identifier_with_another_name_is_renamed(renewed):
    change = renewed(("Rue Sainte-Cécile", "Rue Simone Veil")).renouvellement
    assert change.voies_renommees.exemples == [["Valbrune", "Rue Sainte-Cécile", "Rue Simone Veil"]]
    assert (change.adresses_ajoutees, change.adresses_retirees) == (0, 0)


def test_an_accent_or_an_abbreviation_renames_no_street(renewed):
    change = renewed(("Avenue du Général de Gaulle", "AV DU GENERAL DE GAULLE")).renouvellement
    assert change.voies_renommees.nombre == 0


def test_a_street_of_the_same_name_with_another_identifier_has_changed_it(renewed):
    change = renewed(("99002_i7xf1o", "99002_0017")).renouvellement
    assert change.identifiants_changes.exemples == [
        ["Saint-Aubin-le-Haut", "Allée Neuve", "99002_i7xf1o → 99002_0017"]
    ]
    assert change.adresses_retirees == 0


def test_the_streets_of_a_merged_commune_are_the_same_streets(avec_adresses, renewed):
    valbrune = Commune.objects.of(avec_adresses).get(insee="99001")
    Commune.objects.of(avec_adresses).filter(insee="99002").delete()
    AncienneCommune.objects.create(
        territoire=avec_adresses, commune=valbrune, insee="99002", nom="Saint-Aubin-le-Haut"
    )
    change = renewed().renouvellement
    assert change.communes_fusionnees.exemples == [
        ["Saint-Aubin-le-Haut (99002)", "Valbrune (99001)"]
    ]
    assert (change.adresses_ajoutees, change.adresses_retirees) == (0, 0)


# --- rules --------------------------------------------------------------------------------------


@pytest.fixture
def secteur(avec_adresses):
    couche = CoucheFactory(territoire=avec_adresses, slug="pmi", nom="PMI")
    return SecteurFactory(couche=couche, code="ouest", nom="Ouest")


def findings(bilan):
    return [(regle.regle, regle.constat) for regle in bilan.regles]


def test_rules_whose_street_is_still_there_are_not_shown(renewed, secteur):
    VoieRegleFactory(secteur=secteur, voies=["99001_0001"], parite="pairs")
    VoieRegleFactory(secteur=secteur, voie_nom="Rue Sainte-Cécile")
    AdresseRegleFactory(secteur=secteur)
    RegleFactory(secteur=secteur, communes=["99002"])
    assert findings(renewed()) == []


def test_a_rule_without_any_address_left_comes_before_one_known_by_name_only(renewed, secteur):
    VoieRegleFactory(secteur=secteur, insee="99002", voie_nom="Allée Neuve", voies=["99002_i7xf1o"])
    VoieRegleFactory(secteur=secteur, voie_nom="Rue Sainte-Cécile", voies=["99001_0005"])
    bilan = renewed(
        ("99002_i7xf1o", "99002_0017"),
        ("99001_0005_00009;99001_0005;9;;Rue Sainte-Cécile", "99001_0008_00009;99001_0008;9;;Rue Neuve"),
    )  # fmt: skip
    assert findings(bilan) == [
        ("Rue Sainte-Cécile (99001)", "rien"), ("Allée Neuve (99002)", "nom"),
    ]  # fmt: skip
    assert {(r.couche, r.secteur) for r in bilan.regles} == {("PMI", "Ouest")}


def test_a_rule_about_numbers_that_are_gone_holds_nothing(renewed, secteur):
    VoieRegleFactory(secteur=secteur, voies=["99001_0001"], numero_du=70, numero_au=99)
    bilan = renewed(("99001_0001_00080;99001_0001;80;", "99001_0001_00060;99001_0001;60;"))
    assert findings(bilan) == [("Rue des Lilas (99001), du 70 au 99", "rien")]


def test_an_address_rule_without_its_address_is_shown(renewed, secteur):
    AdresseRegleFactory(secteur=secteur, adresse_id="99001_0001_00080", libelle="CCAS")
    bilan = renewed(("99001_0001_00080;99001_0001;80;", "99001_0001_00060;99001_0001;60;"))
    assert findings(bilan) == [("CCAS", "rien")]


def test_the_rules_of_another_territoire_are_left_alone(renewed, secteur):
    VoieRegleFactory(secteur=SecteurFactory(), insee="59001", voie_nom="Rue Perdue")
    assert findings(renewed()) == []


# --- what is kept -------------------------------------------------------------------------------


def test_the_report_is_kept_with_the_file(renewed, avec_adresses):
    renewed(("Rue Sainte-Cécile", "Rue Simone Veil"))
    dernier, premier = ImportAdresses.objects.of(avec_adresses)
    assert dernier.renouvellement["voies_renommees"]["nombre"] == 1
    assert dernier.renouvellement["version_precedente"] == premier.version
    assert dernier.le >= premier.le


def test_the_command_prints_what_changed_and_the_rules_to_look_at(avec_adresses, secteur, tmp_path):
    VoieRegleFactory(secteur=secteur, voie_nom="Rue Sainte-Cécile", voies=["99001_0005"])
    fichier = tmp_path / "suite.csv"
    lignes = [ligne for ligne in ADRESSES.splitlines() if "Cécile" not in ligne]
    fichier.write_text("\n".join(lignes), encoding="utf-8")
    sortie = io.StringIO()
    call_command("importer_adresses", fichier, territoire="essai", stdout=sortie)
    texte = sortie.getvalue()
    assert "0 adresses ajoutées, 1 retirées" in texte
    assert "Voies retirées : 1 (Valbrune : Rue Sainte-Cécile)" in texte
    assert "PMI, Ouest : Rue Sainte-Cécile (99001) (aucune adresse)" in texte


def test_a_published_version_answers_as_before_for_every_known_address(renewed, secteur):
    est = SecteurFactory(couche=secteur.couche, code="est", nom="Est")
    RegleFactory(secteur=secteur, communes=["99001"])
    RegleFactory(secteur=est, communes=["99002"])
    VoieRegleFactory(secteur=est, voies=["99001_0001"], parite="pairs")
    AdresseRegleFactory(secteur=est, adresse_id="99001_0002_00003")
    publish(couche=secteur.couche, now=NOW)
    lot = lot_for(secteur.couche.territoire)

    def answers():
        secteur.couche.refresh_from_db()
        index = published_index(secteur.couche)
        return [
            index.locate(float(lot.lons[i]), float(lot.lats[i]), lot.insees[lot.voies[i]], lot.door(i))
            for i in range(len(lot))
        ]  # fmt: skip

    avant = answers()
    assert {s.secteur.code for s in avant} == {"ouest", "est"}
    # Streets renamed, moved to the other commune, renumbered, with another identifier, removed.
    bilan = renewed(
        ("99001_0001", "99001_7777"),
        ("Rue Sainte-Cécile", "Rue Simone Veil"),
        (";2.04;44.04;", ";2.14;44.04;"),
        ("99001_0002_00003;99001_0002;3;", "99001_0002_00005;99001_0002;5;"),
    )
    assert bilan.renouvellement.adresses_deplacees
    assert answers() == avant
