"""The commands, as an operator or a tool calls them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from sectorisation.models import Couche
from tests.sectorisation.test_imports import commune, geojson, text


def run(*arguments):
    sortie = io.StringIO()
    call_command(*arguments, stdout=sortie)
    return sortie.getvalue()


def lines(*arguments):
    return [json.loads(ligne) for ligne in run(*arguments).splitlines()]


@pytest.fixture
def publie(avec_adresses, tmp_path):
    fichier = text(tmp_path, "code_insee;secteur\n99001;Ouest\n99002;Est\n", "secteurs.csv")
    run("importer_secteurs", "--territoire", "essai", "--couche", "pmi", str(fichier))
    run("publier_secteurs", "--territoire", "essai")


def test_geocoder_answers_one_json_line_with_the_contract_s_keys(avec_adresses):
    (reponse,) = lines("geocoder", "--territoire", "essai", "12 rue des Lilas", "--json")
    assert list(reponse) == ["q", "candidats"]
    assert list(reponse["candidats"][0]) == [
        "label", "type", "score", "housenumber", "street", "postcode", "city", "citycode",
        "lon", "lat",
    ]  # fmt: skip


def test_a_file_is_answered_line_by_line_in_its_order(avec_adresses, tmp_path):
    fichier = text(
        tmp_path, 'q\n"12 rue des Lilas, Valbrune"\nrien de tel\n9 rue Sainte-Cécile\n', "q.csv"
    )
    reponses = lines("geocoder", "--territoire", "essai", "--fichier", str(fichier))
    assert [r["q"] for r in reponses] == [
        "12 rue des Lilas, Valbrune", "rien de tel", "9 rue Sainte-Cécile",
    ]  # fmt: skip
    assert [bool(r["candidats"]) for r in reponses] == [True, False, True]


def test_geocoder_for_a_person_prints_plain_lines(avec_adresses):
    assert "12 Rue des Lilas 99100 Valbrune" in run(
        "geocoder", "--territoire", "essai", "12 rue des lilas valbrune"
    )


def test_rattacher_answers_with_the_contract_s_keys(publie):
    (reponse,) = lines("rattacher", "--territoire", "essai", "12 rue des Lilas Valbrune", "--json")
    assert list(reponse) == [
        "q", "statut", "secteur", "regle", "version", "type", "score", "lon", "lat", "lieux",
    ]  # fmt: skip
    assert (reponse["statut"], reponse["secteur"], reponse["regle"]) == (
        "trouve",
        "Ouest",
        "commune",
    )
    assert reponse["version"] == 1


def test_rattacher_takes_a_point_and_a_file_of_both(publie, tmp_path):
    (point,) = lines(
        "rattacher",
        "--territoire",
        "essai",
        "--lon",
        "2.15",
        "--lat",
        "44.05",
        "--couche",
        "pmi",
        "--json",
    )
    assert (point["secteur"], point["type"]) == ("Est", None)
    fichier = text(
        tmp_path,
        "q;lon;lat\n12 rue des lilas valbrune;;\n;2.15;44.05\n2 rue de la gare;;\n;9;50\n59000 Lille;;\n"
        ";2,15;44,05\n;nan;44\n;x;44\n",
        "q.csv",
    )
    reponses = lines(
        "rattacher", "--territoire", "essai", "--fichier", str(fichier), "--couche", "pmi"
    )
    assert [r["statut"] for r in reponses] == [
        "trouve", "trouve", "ambigu", "hors_territoire", "hors_territoire", "trouve",
        "introuvable", "introuvable",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["geocoder", "--territoire", "absent", "x"], "Territoire inconnu"),
        (["geocoder", "--territoire", "essai"], "Donnez une adresse"),
        (["rattacher", "--territoire", "essai", "x"], "Précisez --couche"),
        (["publier_secteurs", "--territoire", "essai"], "Aucune couche"),
        (["geocoder", "--territoire", "essai", "--fichier", "/nulle/part.csv"], "introuvable"),
    ],
)
def test_a_wrong_call_ends_with_a_french_sentence(avec_adresses, arguments, phrase):
    with pytest.raises(CommandError, match=phrase):
        run(*arguments)


def test_a_refused_file_ends_the_command_with_its_reason(avec_adresses, tmp_path):
    fichier = text(tmp_path, "{", "zones.geojson")
    with pytest.raises(CommandError, match="JSON valide"):
        run("importer_secteurs", "--territoire", "essai", "--couche", "pmi", str(fichier))


def test_imports_publish_nothing_before_being_told(avec_adresses, tmp_path):
    fichier = text(tmp_path, "code_insee;secteur\n99001;Ouest\n", "secteurs.csv")
    arguments = ["importer_secteurs", "--territoire", "essai", "--couche", "pmi", str(fichier)]
    assert run(*arguments, "--simuler").startswith("Simulation : 1 secteurs créés")
    assert not Couche.objects.exists()
    run(*arguments)
    assert Couche.objects.get().version_publiee is None
    assert "99002" not in run("publier_secteurs", "--territoire", "essai")
    assert Couche.objects.get().version_publiee.numero == 1


def test_communes_are_imported_by_command(territoire, tmp_path):
    fichier = geojson(tmp_path, commune("99001", "Valbrune", 2.0))
    assert "1 communes" in run("importer_communes", "--territoire", "essai", str(fichier))
