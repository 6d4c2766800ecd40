"""From a point to a secteur: order of the rules, borders, and one answer whatever the road."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from sectorisation.index import Index
from tests.factories.sectorisation import square


def contenu(*, communes=None, polygones=(), priorites=(0, 0, 0), contours=None, anciennes=None):
    """A compiled version by hand: communes {code: secteur}, polygones [(secteur, geometry)]."""
    return {
        "format": 1,
        "secteurs": [
            {"id": i, "uid": f"u{i}", "code": f"S{i}", "nom": f"Secteur {i}", "priorite": priorite}
            for i, priorite in enumerate(priorites, 1)
        ],
        "communes": {c: {"secteur": s, "regle": 100 + s} for c, s in (communes or {}).items()},
        "polygones": [
            {"regle": rang, "secteur": secteur, "geometrie": geometrie}
            for rang, (secteur, geometrie) in enumerate(polygones, 1)
        ],
        "contours": contours or {"99001": square(2.0, 44.0), "99002": square(2.1, 44.0)},
        "anciennes": anciennes or {},
    }


def where(index, lon, lat, code=None):
    ici = index.locate(lon, lat, code)
    return ici.secteur.code if ici.secteur else None, ici.regle


def test_a_polygon_wins_over_the_rule_of_its_commune():
    index = Index(contenu(communes={"99001": 1}, polygones=[(2, square(2.0, 44.0, 0.05))]))
    assert where(index, 2.01, 44.01) == ("S2", "polygone")
    assert where(index, 2.09, 44.09) == ("S1", "commune")


def test_the_commune_given_by_the_geocoder_is_believed_over_the_outline():
    index = Index(contenu(communes={"99001": 1, "99002": 2}))
    assert where(index, 2.0999, 44.05) == ("S1", "commune")
    assert where(index, 2.0999, 44.05, "99002") == ("S2", "commune")


def test_the_old_code_of_a_merged_commune_leads_to_its_rule():
    index = Index(contenu(communes={"99001": 1}, anciennes={"99003": "99001"}))
    assert where(index, 2.15, 44.05, "99003") == ("S1", "commune")


def test_a_code_from_elsewhere_leaves_the_point_to_decide():
    index = Index(contenu(communes={"99001": 1}))
    assert where(index, 2.05, 44.05, "75056") == ("S1", "commune")


def test_within_fifty_metres_the_nearest_polygon_of_the_same_commune_serves():
    # 0.0005 degree of longitude at 44 degrees north is forty metres.
    index = Index(contenu(polygones=[(1, square(2.0, 44.0, 0.05))]))
    assert where(index, 2.0505, 44.02) == ("S1", "proche")
    assert where(index, 2.0515, 44.02) == (None, None)


def test_the_nearest_polygon_of_another_commune_never_serves():
    index = Index(contenu(polygones=[(1, square(2.0, 44.0))]))
    assert where(index, 2.1001, 44.05) == (None, None)
    assert index.locate(2.1001, 44.05).commune == "99002"


def test_outside_the_territoire_there_is_no_commune():
    index = Index(contenu(communes={"99001": 1}))
    assert index.locate(3.0, 45.0).commune == ""
    assert index.locate(1.9995, 44.05).commune == "99001"


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        ({"code": "99002"}, ("S2", "commune")),
        ({"priorites": (0, 5, 0)}, ("S2", "priorite")),
        ({}, ("S1", "surface")),
    ],
)
def test_a_point_on_a_border_is_settled_and_the_reason_kept(arguments, attendu):
    arguments = dict(arguments)
    code = arguments.pop("code", None)
    index = Index(
        contenu(polygones=[(1, square(2.05, 44.0, 0.05)), (2, square(2.1, 44.0))], **arguments)
    )
    ici = index.locate(2.1, 44.02, code)
    assert (ici.secteur.code, ici.departage) == attendu


def test_between_equals_the_oldest_secteur_wins():
    index = Index(contenu(polygones=[(2, square(2.1, 44.0)), (1, square(2.1, 44.0))]))
    ici = index.locate(2.15, 44.05)
    assert (ici.secteur.code, ici.departage) == ("S1", "identifiant")


def test_a_hole_is_not_inside():
    troue = square(2.0, 44.0)
    troue["coordinates"].append(square(2.02, 44.02, 0.02)["coordinates"][0])
    index = Index(contenu(polygones=[(1, troue)]))
    assert where(index, 2.03, 44.03) == (None, None)
    assert where(index, 2.01, 44.01) == ("S1", "polygone")


def test_the_secteurs_of_a_commune_say_whether_it_is_split():
    index = Index(
        contenu(
            communes={"99001": 1},
            polygones=[(2, square(2.0, 44.0, 0.05)), (3, square(2.1, 44.0))],
        )
    )
    assert index.secteurs_of_commune("99001") == {1, 2}
    assert index.secteurs_of_commune("99002") == {3}
    assert index.secteurs_of_commune("75056") == set()


def test_a_commune_partly_in_no_secteur_is_split_too():
    index = Index(contenu(polygones=[(2, square(2.0, 44.0, 0.05))]))
    assert index.secteurs_of_commune("99001") == {2, 0}
    assert index.communes_without_secteur() == ("99001", "99002")


carres = st.tuples(
    st.sampled_from([1, 2, 3]),
    st.builds(
        square,
        st.integers(0, 15).map(lambda i: 2 + i / 100),
        st.integers(0, 8).map(lambda i: 44 + i / 100),
        st.integers(1, 8).map(lambda i: i / 100),
    ),
)
grille = st.integers(0, 40).map(lambda i: i / 200)


@given(st.lists(carres, max_size=8), grille, grille)
def test_the_tree_answers_like_a_plain_loop_even_on_borders(polygones, dlon, dlat):
    index = Index(contenu(polygones=polygones, communes={"99001": 1}))
    lon, lat = round(2 + dlon, 6), round(44 + dlat, 6)
    point = shapely.Point(lon, lat)
    couvrants = {s for s, forme in polygones if shape(forme).covers(point)}
    ici = index.locate(lon, lat)
    if couvrants:
        assert ici.regle == "polygone" and ici.secteur.id in couvrants
    else:
        assert ici.regle != "polygone"
    assert index.locate(lon, lat) == ici


@given(st.permutations([(1, square(2.0, 44.0)), (2, square(2.05, 44.0)), (3, square(2.02, 44.02))]))
def test_the_order_of_the_rules_changes_nothing(polygones):
    reference = Index(contenu(polygones=sorted(polygones, key=lambda p: p[0])))
    index = Index(contenu(polygones=polygones))
    for lon, lat in [(2.05, 44.05), (2.1, 44.1), (2.06, 44.02), (2.12, 44.12)]:
        assert where(index, lon, lat) == where(reference, lon, lat)
