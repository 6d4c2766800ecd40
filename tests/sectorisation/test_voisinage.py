"""Voronoi cells: every address in its own secteur, the domain shared without loss."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from sectorisation.voisinage import cut
from tests.factories.sectorisation import square

DOMAINE = shape(square(2.0, 44.0))
places = st.tuples(
    st.integers(1, 99), st.integers(1, 99), st.integers(0, 3)
).map(lambda p: (2 + p[0] / 1000, 44 + p[1] / 1000, p[2]))  # fmt: skip


def shared(adresses):
    lons, lats, secteurs = (np.array(colonne) for colonne in zip(*adresses, strict=True))
    return dict(cut(lons, lats, secteurs.astype(np.int64), DOMAINE))


@settings(max_examples=50, deadline=None)
@given(st.lists(places, min_size=1, max_size=40, unique_by=lambda p: p[:2]))
def test_each_address_is_in_its_own_secteur_and_the_domain_is_whole(adresses):
    formes = shared(adresses)
    for lon, lat, secteur in adresses:
        point = shapely.Point(lon, lat)
        assert [s for s, forme in formes.items() if forme.covers(point)] == [secteur]
    union = shapely.union_all(list(formes.values()))
    # Borders are written at six decimals: some centimetres over ten kilometres.
    assert union.symmetric_difference(DOMAINE).area < DOMAINE.area * 1e-4
    assert sum(forme.area for forme in formes.values()) < DOMAINE.area * 1.0001
    assert all(forme.is_valid for forme in formes.values())


def test_two_secteurs_on_one_point_leave_it_to_the_more_numerous_then_to_the_first():
    formes = shared([(2.05, 44.05, 1), (2.05, 44.05, 2), (2.05, 44.05, 2), (2.01, 44.01, 3)])
    assert formes[2].covers(shapely.Point(2.05, 44.05)) and 1 not in formes
    formes = shared([(2.05, 44.05, 2), (2.05, 44.05, 1), (2.01, 44.01, 3)])
    assert formes[1].covers(shapely.Point(2.05, 44.05)) and 2 not in formes


def test_a_domain_with_a_single_secteur_is_kept_as_it_is():
    assert shared([(2.05, 44.05, 1), (2.01, 44.01, 1)]) == {1: DOMAINE}


def test_a_domain_without_address_has_no_secteur():
    vide = np.zeros(0)
    assert cut(vide, vide, np.zeros(0, np.int64), DOMAINE) == []


def test_holes_of_the_domain_stay_holes():
    troue = square(2.0, 44.0)
    troue["coordinates"].append(square(2.04, 44.04, 0.02)["coordinates"][0])
    lons, lats = np.array([2.01, 2.09]), np.array([44.01, 44.09])
    formes = cut(lons, lats, np.array([1, 2]), shape(troue))
    assert not any(forme.covers(shapely.Point(2.05, 44.05)) for _, forme in formes)
