"""Half-open intervals."""

import pytest

from booking.moteur import Intervalle
from booking.moteur.intervalles import soustraire, union
from tests.moteur.saisie import instant


@pytest.mark.parametrize(
    ("traits", "attendu"),
    [
        ([], []),
        ([(3, 5), (1, 2)], [(1, 2), (3, 5)]),
        ([(1, 3), (3, 5)], [(1, 5)]),
        ([(1, 9), (2, 3), (8, 10)], [(1, 10)]),
        ([(4, 4), (6, 5)], []),
    ],
)
def test_union_sorts_and_merges_what_touches(traits, attendu):
    assert union(traits) == attendu


@pytest.mark.parametrize(
    ("pris", "reste"),
    [
        ([], [(10, 20)]),
        ([(0, 10), (20, 30)], [(10, 20)]),
        ([(12, 14)], [(10, 12), (14, 20)]),
        ([(0, 12), (18, 30)], [(12, 18)]),
        ([(10, 20)], []),
        ([(0, 30)], []),
        ([(11, 12), (13, 14)], [(10, 11), (12, 13), (14, 20)]),
    ],
)
def test_subtraction_leaves_what_is_free(pris, reste):
    debuts, fins = [debut for debut, _ in pris], [fin for _, fin in pris]
    assert list(soustraire((10, 20), debuts, fins)) == reste


@pytest.mark.parametrize(
    ("autre", "chevauche", "contient"),
    [
        (("9:00", "10:00"), True, True),
        (("9:15", "9:45"), True, True),
        (("9:30", "10:30"), True, False),
        (("10:00", "11:00"), False, False),
        (("8:00", "9:00"), False, False),
    ],
)
def test_intervals_that_touch_do_not_overlap(autre, chevauche, contient):
    matin = Intervalle(instant("9:00"), instant("10:00"))
    second = Intervalle(instant(autre[0]), instant(autre[1]))
    assert matin.overlaps(second) is chevauche
    assert second.overlaps(matin) is chevauche
    assert matin.covers(second) is contient
