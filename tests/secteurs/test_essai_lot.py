"""Many addresses at once: a table, a CSV, the same answers as the command."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from booking.agents.secteurs.views import essai_lot
from booking.freins import Frein
from tests.factories.sectorisation import CoucheFactory
from tests.secteurs.terrain import horloge, monde, navigateur, referente

__all__ = ["horloge", "monde", "navigateur", "referente"]

URL = reverse("agents:secteurs:essai_lot", args=["pmi"])
ADRESSES = [
    "3 rue des lilas orval",
    "20 rue des lilas orval",
    "rue des lilas orval",
    "zzzz qqqq",
    "12 avenue inconnue 75011 paris",
    "brissoles",
]


def ask(browser, adresses="", **extra):
    return browser.post(URL, {"adresses": adresses, "reponse": "publiee"} | extra)


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def given(contenu, nom="liste.csv"):
    return SimpleUploadedFile(nom, contenu, content_type="text/csv")


def test_a_pasted_list_is_answered_in_its_order(navigateur):
    answer = ask(navigateur, "\r\n".join(ADRESSES))

    lignes = answer.context["lignes"]
    assert [ligne["q"] for ligne in lignes] == ADRESSES
    assert [ligne["statut"] for ligne in lignes] == [
        "trouve", "trouve", "ambigu", "introuvable", "hors_territoire", "trouve",
    ]  # fmt: skip
    assert "Adresses trouvées : 3 sur 6" in answer.text


def test_the_csv_says_what_the_command_says(navigateur, monde, tmp_path, capsys):
    fichier = tmp_path / "liste.csv"
    fichier.write_text("q\n" + "\n".join(ADRESSES), encoding="utf-8")
    call_command("rattacher", territoire="orne", couche="pmi", fichier=fichier)
    dites = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines() if '"q"' in ligne]

    donnees = rows(ask(navigateur, "\n".join(ADRESSES), sortie="csv"))

    assert len(dites) == len(donnees) == len(ADRESSES)
    for dite, ligne in zip(dites, donnees, strict=True):
        lieux = " | ".join(lieu["nom"] for lieu in dite.pop("lieux"))
        attendue = {cle: "" if valeur is None else str(valeur) for cle, valeur in dite.items()}
        assert ligne == attendue | {"lieux": lieux}


def test_the_draft_says_its_name_in_the_csv(navigateur):
    donnees = rows(ask(navigateur, "brissoles", reponse="brouillon", sortie="csv"))

    assert donnees[0]["version"] == "brouillon"


def test_what_a_spreadsheet_would_compute_is_quoted(navigateur):
    donnees = rows(ask(navigateur, "=HYPERLINK(1)\n@brissoles\n+33", sortie="csv"))

    assert [ligne["q"] for ligne in donnees] == ["'=HYPERLINK(1)", "'@brissoles", "'+33"]


@pytest.mark.parametrize(
    "contenu",
    [
        b"q\n3 rue des lilas orval\n",
        "nom;q\nÉcole;3 rue des lilas orval\n".encode("cp1252"),
        "\ufeffQ,commune\n3 rue des lilas orval,Orval\n".encode(),
    ],
)
def test_a_file_of_any_spreadsheet_is_read(navigateur, contenu):
    answer = navigateur.post(URL, {"reponse": "publiee", "fichier": given(contenu)})

    assert [ligne["q"] for ligne in answer.context["lignes"]] == ["3 rue des lilas orval"]
    # So that its CSV may be asked for without giving the file again.
    assert answer.context["form"].initial["adresses"] == "3 rue des lilas orval"


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"adresse\n3 rue des lilas\n", "colonne « q » attendue"),
        (b"", "Ce fichier est vide"),
        (b"PK\x03\x04 classeur", "un classeur"),
        (b"\x00\x01\x02", "pas un fichier texte"),
        (b"q\n" + b"a\n" * 201, "200 au plus"),
        (b"q\n" + b"b" * 200_001, "trop gros"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(navigateur, contenu, phrase):
    answer = navigateur.post(URL, {"reponse": "publiee", "fichier": given(contenu)})

    assert answer.status_code == 400
    assert phrase in answer.text


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("", "Collez des adresses"),
        (" \n \n", "Collez des adresses"),
        ("orval\n" * 201, "201 adresses : 200 au plus"),
        ("orval\n" + "a" * 201, "Ligne 2 : plus de 200 caractères"),
        ("a" * 50_000, "trop long"),
    ],
)
def test_a_list_that_cannot_be_used_says_why_and_is_kept(navigateur, texte, phrase):
    answer = ask(navigateur, texte)

    assert answer.status_code == 400
    assert phrase in answer.text
    assert texte.strip() in answer.text.replace("\r", "")


def test_too_many_lists_in_a_minute_are_slowed_down(navigateur, monkeypatch):
    monkeypatch.setattr(essai_lot, "LOTS", Frein("lots-test", par_visiteur=1, par_ip=100))
    assert ask(navigateur, "orval").status_code == 200

    assert ask(navigateur, "orval").status_code == 429


def test_the_couche_of_another_territoire_is_not_found(navigateur):
    CoucheFactory(slug="ailleurs")
    url = reverse("agents:secteurs:essai_lot", args=["ailleurs"])

    assert navigateur.get(url).status_code == 404
    assert navigateur.post(url, {"adresses": "orval", "reponse": "brouillon"}).status_code == 404


def test_a_hundred_addresses_cost_no_more_queries_than_two(
    navigateur, django_assert_max_num_queries
):
    ask(navigateur, "orval")

    with django_assert_max_num_queries(16):
        ask(navigateur, "3 rue des lilas orval\n20 rue des lilas orval\n" * 50)
