"""Polygons typed by hand: what is refused says what is wrong, and where."""

import json

import pytest

from sectorisation.errors import ContourRefuse
from sectorisation.saisie import find_faults, read_polygons, straighten, to_text
from tests.factories.sectorisation import CommuneFactory, TerritoireFactory, square

TROUE = [
    [[2.0, 44.0], [2.1, 44.0], [2.1, 44.1], [2.0, 44.1], [2.0, 44.0]],
    [[2.04, 44.04], [2.06, 44.04], [2.06, 44.06], [2.04, 44.06], [2.04, 44.04]],
]
PAPILLON = [[[2.0, 44.0], [2.1, 44.1], [2.1, 44.0], [2.0, 44.1], [2.0, 44.0]]]


def polygon(*anneaux) -> str:
    return json.dumps({"type": "Polygon", "coordinates": anneaux})


def refusal(texte: str) -> tuple:
    with pytest.raises(ContourRefuse) as refus:
        read_polygons(texte)
    return refus.value.fautes


@pytest.fixture
def territoire(db):
    return CommuneFactory(contour=square(2.0, 44.0)).territoire


def test_what_is_written_is_read_back_to_the_last_digit():
    lus = read_polygons(polygon(*TROUE))

    assert json.loads(to_text(lus))["coordinates"] == [TROUE]
    assert to_text(read_polygons(to_text(lus))) == to_text(lus)


@pytest.mark.parametrize(
    "enveloppe",
    [
        lambda p: p,
        lambda p: {"type": "Feature", "properties": None, "geometry": p},
        lambda p: {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": p}]},
        lambda p: {"type": "GeometryCollection", "geometries": [p]},
        lambda p: {"type": "MultiPolygon", "coordinates": [p["coordinates"]]},
        lambda p: [p],
    ],
    ids=["Polygon", "Feature", "FeatureCollection", "GeometryCollection", "MultiPolygon", "list"],
)
def test_every_wrapping_of_a_polygon_is_understood(enveloppe):
    (lu,) = read_polygons(json.dumps(enveloppe({"type": "Polygon", "coordinates": TROUE})))
    assert len(lu.interiors) == 1


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("bonjour", "Ligne 1 : ce texte n’est pas du GeoJSON."),
        ("3", "Ce texte n’est pas du GeoJSON."),
        ("[" * 5000, "n’est pas du GeoJSON"),
        ("[]", "ne contient aucun polygone"),
        ('{"type": "Point", "coordinates": [2, 44]}', "« Point » trouvé"),
        ('{"type": "Polygon", "coordinates": [[[2, NaN]]]}', "« NaN » n’est pas un nombre"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 44], [1, 1], [1, 2], [1e999, 44]]]}', "démes"),
        ('{"type": "Polygon", "coordinates": []}', "il est vide"),
        (polygon([[2, 44], ["a", 44], [2, 45], [2, 44]]), "n'est pas un nombre"),
        (polygon([[2, 44], [2.1, 44], [2, 44]]), "moins de quatre points"),
        (polygon([[44, 2], [44, 2.1], [44.1, 2.1], [44, 2]]), "semblent inversées"),
        (polygon([[650000, 6800000], [650100, 6800000], [650000, 6800100], [650000, 6800000]]), "93"),
        ("[" * 30_000 + "]" * 30_000, "plus de 20 000 sommets"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_french(texte, phrase):
    assert phrase in refusal(texte)[0].phrase


def test_an_outline_left_open_shows_its_last_vertex():
    (faute,) = refusal(
        polygon(TROUE[0], [[2.04, 44.04], [2.06, 44.04], [2.06, 44.06], [2.05, 44.05]])
    )

    assert faute.phrase.startswith("Contour, trou 1 : un contour n'est pas fermé")
    assert faute.point == (2.05, 44.05)


def test_every_part_at_fault_is_named_at_once():
    parties = [[[[2, 44], [2.1, 44], [2, 44]]], TROUE, [[[44, 2], [44, 2.1], [44.1, 2], [44, 2]]]]
    fautes = refusal(json.dumps({"type": "MultiPolygon", "coordinates": parties}))

    assert [f.phrase.partition(" :")[0] for f in fautes] == ["Partie 1", "Partie 3"]


def test_a_crossing_and_a_hole_outside_are_shown_where_they_are(territoire):
    ailleurs = [[2.2, 44.0], [2.3, 44.0], [2.3, 44.1], [2.2, 44.0]]
    textes = {"papillon": polygon(*PAPILLON), "trou": polygon(TROUE[0], ailleurs)}
    fautes = {nom: find_faults(read_polygons(t), territoire)[0] for nom, t in textes.items()}

    assert "il se croise lui-même" in fautes["papillon"].phrase
    assert fautes["papillon"].point == pytest.approx((2.05, 44.05))
    assert "un trou est hors du contour" in fautes["trou"].phrase


def test_a_part_elsewhere_is_refused_and_a_part_across_the_border_is_not(territoire):
    ailleurs, a_cheval = square(3.0, 45.0), square(2.05, 44.05)
    lus = read_polygons(json.dumps([a_cheval, ailleurs]))

    (faute,) = find_faults(lus, territoire)
    assert faute.phrase == "Partie 2 : hors du territoire."
    assert faute.point == pytest.approx((3.05, 45.05))


def test_overseas_a_zone_is_as_good_as_anywhere(db):
    reunion = CommuneFactory(contour=square(55.4, -21.0)).territoire

    assert find_faults(read_polygons(json.dumps(square(55.42, -20.98, 0.02))), reunion) == []


def test_without_communes_nowhere_is_outside(db):
    lus = read_polygons(json.dumps(square(2.0, 44.0)))

    assert find_faults(lus, TerritoireFactory()) == []


def test_straightening_touches_only_what_is_crooked():
    lus = read_polygons(
        json.dumps([{"type": "Polygon", "coordinates": PAPILLON}, square(2.2, 44.0)])
    )

    droits = straighten(lus)

    assert all(p.is_valid for p in droits)
    assert len(droits) == 3
    assert droits[2] is lus[1]
