"""GeoJSON files: the good ones are read, the bad ones refused with the object and the reason."""

import json

import pytest

from sectorisation.errors import ImportRefuse
from sectorisation.imports import geojson
from sectorisation.imports.geojson import read_areas
from tests.factories.sectorisation import square

CARRE = square(2.0, 44.0)["coordinates"]
PAPILLON = [[[2.0, 44.0], [2.1, 44.1], [2.1, 44.0], [2.0, 44.1], [2.0, 44.0]]]


def feature(coordonnees, genre="Polygon", **proprietes):
    return {
        "type": "Feature",
        "properties": proprietes or {"nom": "Nord"},
        "geometry": {"type": genre, "coordinates": coordonnees},
    }


def write(tmp_path, *features, brut=None):
    fichier = tmp_path / "zones.geojson"
    contenu = brut or json.dumps({"type": "FeatureCollection", "features": list(features)})
    fichier.write_text(contenu, encoding="utf-8")
    return fichier


def refused(fichier):
    with pytest.raises(ImportRefuse) as refus:
        read_areas(fichier)
    return str(refus.value)


def shifted(dx, dy):
    return [[[x + dx, y + dy] for x, y in CARRE[0]]]


def test_parts_holes_and_altitudes_are_read(tmp_path):
    troue = [[*CARRE[0]], [[2.02, 44.02], [2.04, 44.02], [2.04, 44.04], [2.02, 44.02]]]
    alti = [[[x, y, 512.0] for x, y in shifted(0.5, 0)[0]]]
    (objet,) = read_areas(write(tmp_path, feature([troue, alti], "MultiPolygon")))
    assert [len(p.interiors) for p in objet.polygones] == [1, 0]
    assert not any(p.has_z for p in objet.polygones)


def test_coordinates_are_kept_to_six_decimals(tmp_path):
    fin = [[[x + 0.123456789, y] for x, y in CARRE[0]]]
    (objet,) = read_areas(write(tmp_path, feature(fin)))
    assert objet.polygones[0].exterior.coords[0] == (2.123457, 44.0)


@pytest.mark.parametrize(
    ("coordonnees", "genre", "raison"),
    [
        (PAPILLON, "Polygon", "se croise lui-même près de"),
        ([CARRE[0][:-1]], "Polygon", "n'est pas fermé"),
        ([CARRE[0][:3]], "Polygon", "moins de quatre points"),
        ([[[y, x] for x, y in CARRE[0]]], "Polygon", "inversées"),
        ([[[660000 + x, 6866000 + y] for x, y in CARRE[0]]], "Polygon", "Lambert-93"),
        ([[[x + 400, y] for x, y in CARRE[0]]], "Polygon", "ne sont pas des longitudes"),
        ([], "Polygon", "vide"),
        ([], "MultiPolygon", "vide"),
        ("texte", "Polygon", "vide"),
        ([[["a", "b"]] * 4], "Polygon", "n'est pas un nombre"),
        ([[[True, False]] * 4], "Polygon", "n'est pas un nombre"),
        ([[[2.0]] * 4], "Polygon", "deux nombres"),
        ([[[1e300, 44.0]] * 4], "Polygon", "démesurée"),
        ([[[2.0, 44.0]] * 5], "Polygon", "contour"),
        ([2.0, 44.0], "Point", "polygone attendu, « Point » trouvé"),
        (None, "GeometryCollection", "polygone attendu"),
    ],
)
def test_a_wrong_geometry_is_refused_with_its_number_and_name(tmp_path, coordonnees, genre, raison):
    bon = feature(CARRE, nom="Sud")
    message = refused(write(tmp_path, bon, feature(coordonnees, genre, nom="Nord")))
    assert message.startswith("Objet n° 2 (« Nord »)")
    assert raison in message


def test_every_wrong_object_is_reported_at_once(tmp_path):
    message = refused(write(tmp_path, feature(PAPILLON), feature(CARRE), feature([])))
    assert "Objet n° 1" in message and "Objet n° 3" in message


@pytest.mark.parametrize(
    ("brut", "raison"),
    [
        ("nom;code\n1;2", "JSON valide"),
        ('{"type": "FeatureCollection",\n"features": [\n', "Ligne 3"),
        ("[]", "FeatureCollection"),
        ("null", "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "aucun objet"),
        ('{"type": "FeatureCollection", "features": [7]}', "Objet n° 1"),
        ('{"type": "FeatureCollection", "features": [{"x": NaN}]}', "NaN"),
        ('{"type": "FeatureCollection", "features": [{"x": -Infinity}]}', "Infinity"),
        ('{"a":' * 100 + "1" + "}" * 100, "64 niveaux"),
        ("[" * 100_000, "64 niveaux"),
    ],
)
def test_what_is_not_geojson_is_refused_with_its_line(tmp_path, brut, raison):
    assert raison in refused(write(tmp_path, brut=brut))


def test_brackets_inside_a_text_do_not_count_as_depth(tmp_path):
    assert read_areas(write(tmp_path, feature(CARRE, nom="[" * 200 + '\\"{')))


def test_a_binary_file_renamed_is_refused(tmp_path):
    fichier = tmp_path / "zones.geojson"
    fichier.write_bytes(bytes(range(256)) * 10)
    assert "n'est pas du GeoJSON" in refused(fichier)


def test_too_big_a_file_is_refused_before_being_read(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MAX_OCTETS", 100)
    assert "dépasse" in refused(write(tmp_path, feature(CARRE)))


def test_too_many_vertices_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MAX_SOMMETS", 12)
    message = refused(write(tmp_path, *[feature(shifted(i / 10, 0)) for i in range(3)], brut=None))
    assert "sommets" in message


def test_one_object_of_too_many_vertices_is_refused_before_being_read(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MAX_SOMMETS_OBJET", 10)
    anneau = [[2 + i / 1e5, 44.0] for i in range(2000)]
    message = refused(write(tmp_path, feature(CARRE), feature([anneau])))
    assert message == "Objet n° 2 : il a trop de sommets : simplifiez son contour."


def test_what_stands_beside_the_features_is_read_or_ignored(tmp_path):
    entite = json.dumps(feature(CARRE))
    avant = (
        '{"crs": {"properties": {"features": [[1]]}}, "type": "FeatureCollection", "bbox": [[1]],'
    )
    brut = avant + ' "features" : [ ' + entite + " , " + entite + ' ], "suite": [{"a": [1]}]}'
    assert len(read_areas(write(tmp_path, brut=brut))) == 2


@pytest.mark.parametrize("suite", ["x]}", "] }}", "", ",]}"])
def test_a_file_that_ends_badly_is_refused_with_its_line(tmp_path, suite):
    entite = json.dumps(feature(CARRE))
    brut = '{"type": "FeatureCollection",\n "features": [' + entite + suite
    assert "Ligne 2 : ce fichier n'est pas du JSON valide." in refused(write(tmp_path, brut=brut))
