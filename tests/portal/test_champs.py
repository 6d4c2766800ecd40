"""What people type: dates, phone numbers and names, in every form they take."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from booking.champs import (
    Choix,
    DateTroisChamps,
    NomField,
    TelephoneField,
    clean_text,
    parse_telephone,
)


class Formulaire(forms.Form):
    naissance = DateTroisChamps(
        label="Date de naissance", naissance=True, pas_apres=date(2026, 11, 24)
    )


def _date(jour: str, mois: str, annee: str) -> Formulaire:
    return Formulaire({"naissance_jour": jour, "naissance_mois": mois, "naissance_annee": annee})


def test_three_parts_give_a_date():
    form = _date("29", "2", "2024")
    assert form.is_valid()
    assert form.cleaned_data["naissance"] == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("14", "8", ""), "Ajoutez l’année, en 4 chiffres"),
        (("", "8", "2024"), "Ajoutez le jour"),
        (("14", "", "2024"), "Ajoutez le mois"),
        (("", "", "2024"), "Complétez la date"),
        (("", "", ""), "Écrivez la date"),
        (("31", "02", "2024"), "Le 31/02/2024 n’existe pas"),
        (("29", "2", "2023"), "Le 29/02/2023 n’existe pas"),
        (("32", "1", "2024"), "Le jour va de 1 à 31"),
        (("0", "1", "2024"), "Le jour va de 1 à 31"),
        (("1", "13", "2024"), "Le mois va de 1 à 12"),
        (("1", "août", "2024"), "Le mois va de 1 à 12"),
        (("1", "1", "24"), "en 4 chiffres"),
        (("1", "1", "1024"), "trop ancienne"),
        (("1", "1", "2027"), "à venir"),
        (("٣", "1", "2024"), "Le jour va de 1 à 31"),
        (("1" * 5000, "1", "2024"), "Le jour va de 1 à 31"),
        (("1\x00", "<b>", "2024"), "Le mois va de 1 à 12"),
    ],
)
def test_wrong_date_says_what_to_do(parts, sentence):
    form = _date(*parts)
    assert not form.is_valid()
    assert sentence in form.errors["naissance"][0]


def test_only_the_faulty_part_is_marked():
    form = _date("14", "8", "")
    assert not form.is_valid()
    html = str(form["naissance"])
    assert html.count('aria-invalid="true"') == 1
    assert 'aria-describedby="id_naissance_error"' in html
    assert html.index('aria-invalid="true"') > html.index('id="id_naissance_1"')


def test_what_was_typed_is_given_back():
    form = _date("31", "02", "2024")
    assert not form.is_valid()
    html = str(form["naissance"])
    assert 'value="31"' in html
    assert 'value="2024"' in html


def test_one_person_s_errors_do_not_mark_another_s_form():
    _date("14", "8", "").is_valid()
    assert "aria-invalid" not in str(Formulaire()["naissance"])


def test_optional_date_may_stay_empty():
    field = DateTroisChamps(required=False)
    assert field.clean(["", "", ""]) is None


def test_initial_date_fills_the_parts():
    html = str(Formulaire(initial={"naissance": date(2024, 3, 27)})["naissance"])
    assert 'value="27"' in html
    assert 'value="2024"' in html
    assert 'autocomplete="bday-day"' in html


@pytest.mark.parametrize(
    ("typed", "e164", "mobile"),
    [
        ("06 12 34 56 78", "+33612345678", True),
        ("06.12.34.56.78", "+33612345678", True),
        ("+33 (0)6 12 34 56 78", "+33612345678", True),
        ("0033612345678", "+33612345678", True),
        ("07 56 12 34 56", "+33756123456", True),
        ("01 42 76 40 40", "+33142764040", False),
        ("06 39 98 12 45", "+33639981245", True),
        ("02 61 91 61 00", "+33261916100", False),
        ("0690 30 12 34", "+590690301234", True),
        ("0696 30 12 34", "+596696301234", True),
        ("0694 20 12 34", "+594694201234", True),
        ("0692 12 34 56", "+262692123456", True),
        ("0639 01 23 45", "+262639012345", True),
        ("0262 12 34 56", "+262262123456", False),
        ("+687 75 12 34", "+687751234", True),
        ("+689 87 12 34 56", "+68987123456", True),
        ("+508 41 23 45", "+508412345", False),
        ("+681 82 12 34", "+681821234", True),
        ("+32 470 12 34 56", "+32470123456", True),
        ("+41 79 123 45 67", "+41791234567", True),
        ("٠٦١٢٣٤٥٦٧٨", "+33612345678", True),
    ],
)
def test_number_of_every_french_territory_or_abroad_is_read(typed, e164, mobile):
    number = parse_telephone(typed)
    assert (number.e164, number.mobile) == (e164, mobile)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("06 39 98 12 4", "Il manque un chiffre"),
        ("06 39 98", "Il manque 4 chiffres"),
        ("06 12 34 56 78 9", "trop de chiffres"),
        ("+33 6 12 34 56 7", "Il manque un chiffre"),
        ("08 99 12 34 56", "numéro spécial (08)"),
        ("0800 12 34 56", "numéro spécial (08)"),
        ("+33 892 12 34 56", "numéro spécial (08)"),
        ("15", "numéro court"),
        ("3639", "numéro court"),
        ("+15", "numéro court"),
        ("le mien", "avec des chiffres"),
        ("📞", "avec des chiffres"),
        ("06 12 34 56 78 le soir", "avec des chiffres"),
        ("+999 12 34 56 78", "étranger"),
        ("12 34 56 78 90", "n’existe pas"),
        ("9" * 10_000, "n’existe pas"),
    ],
)
def test_wrong_number_says_what_to_do(typed, sentence):
    with pytest.raises(ValidationError) as refus:
        TelephoneField().clean(typed)
    assert sentence in refus.value.messages[0]


def test_landline_is_refused_where_a_mobile_is_needed():
    with pytest.raises(ValidationError, match="SMS"):
        TelephoneField(mobile_seulement=True).clean("01 42 76 40 40")


def test_optional_number_left_empty_is_none():
    assert TelephoneField(required=False).clean("  ") is None


def test_region_tells_apart_mayotte():
    assert parse_telephone("0639 01 23 45", region="YT").e164 == "+262639012345"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Marie   Claire ", "Marie Claire"),
        ("O’Brien", "O’Brien"),
        ("d'Artagnan", "d'Artagnan"),
        ("Zoe\u0308", "Zoë"),
        ("Lou 🌻", "Lou 🌻"),
        ("Amine\u202enimda", "Aminenimda"),
        ("Ali\x00ce", "Alice"),
        ("فاطمة", "فاطمة"),
        ("Anna\r\nBcc: x", "Anna Bcc: x"),
        ("N\u200dM", "N\u200dM"),
    ],
)
def test_name_is_cleaned_without_losing_it(typed, kept):
    assert clean_text(typed) == kept
    assert NomField().clean(typed) == kept


def test_name_of_controls_only_is_empty():
    with pytest.raises(ValidationError, match="Écrivez"):
        NomField().clean("\x00\u202e ")


def test_name_too_long_is_refused():
    with pytest.raises(ValidationError, match="trop long"):
        NomField().clean("é" * 101)


def test_choice_keeps_its_help():
    assert Choix("Pesée", "20 minutes") == "Pesée"
    assert Choix("Pesée", "20 minutes").aide == "20 minutes"
