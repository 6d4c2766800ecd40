"""SMS written in the alphabet that gives 160 characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.notifications.canaux.gsm7 import count_parts, to_gsm7


@pytest.mark.parametrize(
    "written, sent",
    [
        ("Déplacé à l’hôpital", "Déplacé à l'hopital"),
        ("à 9 h 30", "à 9 h 30"),
        ("Cœur, garçon, Noël, île, août", "Coeur, garcon, Noel, ile, aout"),
        ("« Élan » — Évreux…", '" Élan " - Évreux...'),
        ("ÀÊÈÔ", "AEEO"),
        ("Marie 🌻 مرحبا", "Marie  "),
    ],
)
def test_french_keeps_the_accents_the_alphabet_has(written, sent):
    assert to_gsm7(written) == sent


@pytest.mark.parametrize("length, parts", [(1, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_parts_are_counted_as_operators_bill_them(length, parts):
    assert count_parts("a" * length) == parts


def test_brackets_and_euro_cost_two_characters():
    assert count_parts("€" * 80) == 1
    assert count_parts("€" * 81) == 2


@given(st.text())
def test_whatever_is_written_stays_in_the_alphabet(text):
    once = to_gsm7(text)
    assert to_gsm7(once) == once
