"""Polygons that leave: what was drawn, and what a version came to, exactly."""

import json
from datetime import UTC, datetime

import pytest
import shapely
from shapely.geometry import shape

from sectorisation.adresses.lot import lot_for
from sectorisation.comparaison import secteurs_of
from sectorisation.errors import ImportRefuse
from sectorisation.exports import compiled_polygons, compiled_shapes, drawn_polygons
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.models import Couche, Regle
from sectorisation.publication import publish
from sectorisation.rattachement import published_index
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def couche(avec_adresses):
    """Every kind of rule at once: a commune, a street in it, an enclave with a hole, an exception."""
    couche = CoucheFactory(territoire=avec_adresses, slug="mds")
    ville, rue, dessin = (SecteurFactory(couche=couche, code=c) for c in ("ville", "rue", "dessin"))
    RegleFactory(secteur=ville, communes=["99001"])
    VoieRegleFactory(secteur=rue)
    troue = square(2.1, 44.0)
    troue["coordinates"].append(square(2.115, 44.015, 0.01)["coordinates"][0])
    RegleFactory(secteur=dessin, genre="polygone", geometrie=troue)
    AdresseRegleFactory(secteur=dessin, adresse_id="99001_0003_00005")
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    return couche


def published(couche):
    """Secteur code of every address, by its label."""
    couche.refresh_from_db()
    index, lot = published_index(couche), lot_for(couche.territoire)
    codes = {s.id: s.code for s in index.secteurs.values()} | {0: None}
    return {lot.label(i): codes[int(secteur)] for i, secteur in enumerate(secteurs_of(index, lot))}


def test_every_address_returns_to_its_secteur_from_the_exported_polygons(couche, tmp_path):
    lot = lot_for(couche.territoire)
    collection = compiled_polygons(couche, published_index(couche), lot)
    for entite in collection["features"]:
        entite["properties"]["couche"] = "copie"
    chemin = tmp_path / "secteurs.geojson"
    chemin.write_text(json.dumps(collection), encoding="utf-8")
    import_secteurs(territoire=couche.territoire, chemin=chemin)
    copie = Couche.objects.get(slug="copie")
    publish(couche=copie, now=NOW)
    assert published(copie) == published(couche)
    # One address stands alone inside another secteur's ground: it leaves as itself.
    exception = Regle.objects.get(secteur__couche=copie, genre="adresse")
    assert exception.adresse_id == "99001_0003_00005"


def test_compiled_surfaces_share_the_ground_without_covering_each_other(couche):
    formes = compiled_shapes(published_index(couche))
    assert len(formes) == 3
    union = shapely.union_all(list(formes.values()))
    assert sum(f.area for f in formes.values()) == pytest.approx(union.area, rel=1e-4)
    domaine = shape(square(2.0, 44.0)).union(shape(square(2.1, 44.0)))
    trou = shape(square(2.115, 44.015, 0.01))
    assert union.area == pytest.approx(domaine.difference(trou).area, rel=1e-4)
    assert not any(f.covers(trou.centroid) for f in formes.values())


def test_the_stronger_polygon_keeps_the_common_ground(avec_adresses):
    couche = CoucheFactory(territoire=avec_adresses)
    for code, lon, priorite in (("a", 2.0, 0), ("b", 2.05, 1)):
        RegleFactory(
            secteur=SecteurFactory(couche=couche, code=code),
            genre="polygone", geometrie=square(lon, 44.0), priorite=priorite,
        )  # fmt: skip
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    a, b = compiled_shapes(published_index(couche)).values()
    assert (a.area, b.area) == (pytest.approx(0.005), pytest.approx(0.01))


def test_drawn_polygons_leave_as_they_were_drawn_holes_included(couche):
    collection = drawn_polygons(couche)
    (entite,) = collection["features"]
    assert len(entite["geometry"]["coordinates"]) == 2
    assert entite["properties"] == {
        "couche": "mds", "code": "dessin", "nom": couche.secteurs.get(code="dessin").nom,
    }  # fmt: skip


def test_a_point_that_names_no_address_is_refused(couche, tmp_path):
    chemin = tmp_path / "p.geojson"
    entite = {
        "type": "Feature",
        "properties": {"nom": "Nord"},
        "geometry": {"type": "Point", "coordinates": [2.0, 44.0]},
    }
    chemin.write_text(json.dumps({"type": "FeatureCollection", "features": [entite]}))
    with pytest.raises(ImportRefuse, match="un point doit nommer son adresse"):
        import_secteurs(territoire=couche.territoire, chemin=chemin, couche="x")
