"""What spreadsheets do to codes, numbers and dates: undone where it can be, told where it cannot."""

from datetime import date

import pytest

from sectorisation.errors import ImportRefuse
from sectorisation.imports import lecture
from sectorisation.imports.colonnes import read_date
from sectorisation.imports.lecture import read_table
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.imports.tableur import insee_code
from sectorisation.models import Regle, Secteur

ENTETE = "code_insee;voie;du;au;secteur;valide_du\n"


@pytest.fixture
def lire(avec_adresses, tmp_path):
    """The lines of a table, as they were understood."""

    def lire(*lignes, entete=ENTETE):
        chemin = tmp_path / "regles.csv"
        chemin.write_text(entete + "\n".join(lignes) + "\n", encoding="utf-8")
        return read_table(territoire=avec_adresses, chemin=chemin, couche="mds").lignes

    return lire


@pytest.mark.parametrize(
    ("brut", "code"),
    [
        ("99 001", "99001"), ("99\u00a0001", "99001"), ("99\u202f001", "99001"),
        ("99001,0", "99001"), ("1004", "01004"), ("1 004", "01004"), ("2a004", "2A004"),
    ],
)  # fmt: skip
def test_codes_that_a_spreadsheet_has_grouped_or_shortened_are_given_back(brut, code):
    assert insee_code(brut) == code


@pytest.mark.parametrize("brut", ["1,2E+04", "9,9001E+04", "9.9E4", "#####"])
def test_codes_that_nothing_gives_back_are_told_apart_from_unknown_ones(lire, brut):
    (ligne,) = lire(f"{brut};;;;Nord;")
    assert ligne.explain().startswith(f"Ligne 2 : « {brut} » a été abîmé par le tableur")


@pytest.mark.parametrize("brut", ["02-avr", "2-avr.", "1/2", "02/04/2026"])
def test_numbers_that_became_dates_are_told(lire, brut):
    (ligne,) = lire(f"99001;Rue des Lilas;{brut};;Nord;")
    assert ligne.erreur


def test_a_number_that_became_a_date_says_what_to_do(lire):
    (ligne,) = lire("99001;Rue des Lilas;02-avr;;Nord;")
    assert "« 02-avr » est devenu une date dans le tableur (colonne « du »)" in ligne.erreur


def test_grouped_house_numbers_are_read(lire):
    (ligne,) = lire("99001;Rue des Lilas;1\u202f200;1 300,0;Nord;")
    assert (ligne.champs["numero_du"], ligne.champs["numero_au"]) == (1200, 1300)


@pytest.mark.parametrize(
    "brut", ["01/12/2026", "1.12.2026", "2026-12-01", "01/12/2026 00:00", "2026-12-01T00:00:00"]
)
def test_days_are_read_as_spreadsheets_write_them(brut):
    assert read_date(brut, "valide_du") == date(2026, 12, 1)


@pytest.mark.parametrize("brut", ["31/02/2026", "01/12/26", "2026-13-01", "demain", "0"])
def test_a_day_that_does_not_exist_is_refused(brut):
    with pytest.raises(ImportRefuse):
        read_date(brut, "valide_du")


def test_the_number_of_a_day_is_refused_since_two_calendars_count_it(lire):
    (ligne,) = lire("99001;Rue des Lilas;;;Nord;46357")
    assert "« 46357 » est le numéro d'un jour" in ligne.erreur


def test_a_table_of_too_many_lines_is_refused_where_it_goes_too_far(lire, monkeypatch):
    monkeypatch.setattr(lecture, "MAX_LIGNES", 3)
    with pytest.raises(ImportRefuse, match="Ligne 5 : plus de"):
        lire(*["99001;Rue des Lilas;;;Nord;"] * 5)


def test_codes_of_secteurs_are_the_same_whatever_their_case(avec_adresses, tmp_path):
    chemin = tmp_path / "communes.csv"
    for contenu in ("99001;NORD\n99002;nord\n", "99001;Nord\n"):
        chemin.write_text("code_insee;code_secteur\n" + contenu, encoding="utf-8")
        import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert Secteur.objects.get().code == "NORD"
    assert Regle.objects.get().communes == ["99001"]


def test_a_secteur_without_a_letter_or_a_digit_is_refused(lire):
    (ligne,) = lire("99001;;;;« ? »;")
    assert "n'a ni lettre ni chiffre" in ligne.erreur
