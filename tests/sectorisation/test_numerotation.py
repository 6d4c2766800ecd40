"""One number a secteur, wherever people read it."""

import itertools

import pytest

from sectorisation.numerotation import TEINTES, number_secteurs

pytestmark = pytest.mark.une_fois


def texts(*codes: str) -> list[tuple[str, str]]:
    numeros = number_secteurs({code: code for code in codes})
    return [(code, numero.texte) for code, numero in numeros.items()]


def test_short_codes_are_the_numbers_in_the_order_people_count():
    assert texts("10", "2", "2b", "A") == [("2", "2"), ("2b", "2b"), ("10", "10"), ("A", "A")]


def test_one_long_code_and_all_are_counted():
    assert texts("rodez-10", "rodez-2", "7") == [("7", "1"), ("rodez-2", "2"), ("rodez-10", "3")]


def test_neighbours_in_order_never_share_a_tint():
    teintes = [n.teinte for n in number_secteurs({str(r): str(r) for r in range(20)}).values()]
    assert set(teintes) == set(range(1, TEINTES + 1))
    assert all(a != b for a, b in itertools.pairwise(teintes))
