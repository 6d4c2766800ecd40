"""Delays as people write them."""

import pytest
from django.core.exceptions import ValidationError

from booking.champs_delais import DelaiField, RappelsField, read_delai, write_delai


@pytest.mark.parametrize(
    ("texte", "minutes"),
    [
        ("30 minutes", 30), ("30min", 30), ("1 h 30", 90), ("1h05", 65), ("2 heures", 120),
        ("48 h", 2880), ("3 jours", 4320), ("3j", 4320), ("1 semaine", 10080), ("45", 45),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(texte, minutes):
    assert read_delai(texte, unite="minutes") == minutes


@pytest.mark.parametrize("texte", ["", "trois jours", "1 h 75", "-3 jours", "3 lunes", "9999999 j"])
def test_what_cannot_be_read_says_how_to_write_it(texte):
    with pytest.raises(ValidationError, match="unité"):
        read_delai(texte, unite="minutes")


@pytest.mark.parametrize("minutes", [1, 45, 60, 90, 2880, 4320 + 60, 129600])
def test_what_is_written_is_read_again(minutes):
    assert read_delai(write_delai(minutes)) == minutes


def test_a_delay_out_of_bounds_says_the_bound():
    champ = DelaiField(minimum=5, maximum=720, unite="minutes")
    with pytest.raises(ValidationError, match="Au moins 5"):
        champ.clean("4")
    with pytest.raises(ValidationError, match="Au plus 12"):
        champ.clean("13 h")


def test_reminders_are_hours_the_earliest_first():
    assert RappelsField().clean("3 heures, 2 jours et 3h") == [48, 3]
    assert (RappelsField().clean(""), RappelsField(aucun=True).clean("")) == ([], None)
    assert RappelsField(aucun=True).clean("Aucun") == []
    with pytest.raises(ValidationError, match="heures entières"):
        RappelsField().clean("90 minutes")
