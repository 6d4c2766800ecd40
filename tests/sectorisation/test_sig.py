"""Shapefiles and GeoPackages, in the projections that services draw in."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from sectorisation.errors import ImportRefuse, ProjectionInconnue
from sectorisation.imports.fichier import read_file
from sectorisation.imports.geojson import read_areas
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.imports.sig import processus
from sectorisation.imports.sig.processus import converted
from sectorisation.imports.sig.projections import PROJECTIONS, guess
from sectorisation.models import Regle
from sectorisation.traces import to_shape

pytestmark = pytest.mark.skipif(not processus.available(), reason="extra « sig » absent")

# Somewhere on the ground of each projection: where Lambert-93 ends, the others begin.
LIEUX = {
    2154: (2.57, 44.35), 4326: (2.57, 44.35), 5490: (-61.0, 14.6), 2972: (-52.3, 4.9),
    2975: (55.45, -21.1), 4471: (45.2, -12.8), 4467: (-56.2, 46.8),
    **{3900 + p: (2.6, p + 0.2) for p in range(42, 51)},
}  # fmt: skip


def drawn(lon, lat, epsg):
    """Two squares side by side, in numbers of a projection."""
    import numpy as np
    import pyproj
    import shapely

    passage = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    carres = np.array([shapely.box(lon + d, lat, lon + d + 0.01, lat + 0.01) for d in (0, 0.01)])

    def transform(xy):
        return np.column_stack(passage.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(carres, transform)


@pytest.fixture
def sig(tmp_path):
    """A file of two secteurs, Nord and Été."""

    def sig(
        epsg=2154, extension=".shp", sans=(), encodage="CP1252", lieu=None, couches=("zones",)
    ):  # fmt: skip
        import numpy as np
        import pyogrio
        import shapely

        source = tmp_path / f"source{extension}"
        formes = shapely.to_wkb(drawn(*(lieu or LIEUX[epsg]), epsg))
        colonnes = {"NOM": np.array(["Nord", "Été"], object), "CODE": [12145.0, 2.0]}
        for rang, couche in enumerate(couches):
            pyogrio.raw.write(
                source, formes, [np.array(v) for v in colonnes.values()], list(colonnes),
                crs=f"EPSG:{epsg}", geometry_type="Polygon", append=rang > 0,
                **({"layer": couche} if extension == ".gpkg" else {"encoding": encodage}),
            )  # fmt: skip
        if extension == ".gpkg":
            return source
        brut = io.BytesIO()
        with zipfile.ZipFile(brut, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in source.parent.glob("source.*"):
                if part.suffix not in sans:
                    archive.write(part, f"Secteurs d'été/Zones PMI{part.suffix.upper()}")
        chemin = tmp_path / "zones.zip"
        chemin.write_bytes(brut.getvalue())
        return chemin

    return sig


def read(chemin, nature="shapefile", projection=None):
    with converted(chemin, nature, projection) as conversion:
        return conversion, read_areas(conversion.chemin)


def test_a_zipped_shapefile_in_lambert_93_becomes_polygons_in_degrees(avec_adresses, sig):
    lieu = (2.02, 44.02)
    bilan = import_secteurs(territoire=avec_adresses, chemin=sig(lieu=lieu), couche="mds")

    assert (bilan.crees, bilan.regles) == (2, 2)
    regle = Regle.objects.get(secteur__nom="Nord")
    assert to_shape(regle.geometrie).bounds == pytest.approx((2.02, 44.02, 2.03, 44.03), abs=2e-5)
    assert regle.secteur.code == "12145"


@pytest.mark.parametrize("epsg", LIEUX)
def test_numbers_tell_the_likely_projection(epsg):
    bornes = [forme.bounds for forme in drawn(*LIEUX[epsg], epsg)]
    assert {guess(b) for b in bornes} == {epsg}


def test_every_projection_proposed_is_known_to_the_reader(sig):
    import pyproj

    assert all(pyproj.CRS.from_epsg(p.epsg) for p in PROJECTIONS)


@pytest.mark.parametrize("epsg", [2975, 3944])
def test_overseas_and_conic_drawings_keep_their_place(sig, epsg):
    conversion, objets = read(sig(epsg))
    assert objets[0].polygones[0].bounds[:2] == pytest.approx(LIEUX[epsg], abs=2e-5)
    assert f"EPSG:{epsg}" not in conversion.projection


def test_without_prj_the_projection_is_asked_and_the_likely_one_proposed(sig):
    chemin = sig(sans=(".prj",))
    with pytest.raises(ProjectionInconnue) as refus:
        read(chemin)
    assert (refus.value.code, refus.value.proposee) == ("PROJECTION_INCONNUE", 2154)
    conversion, objets = read(chemin, projection=2154)
    assert conversion.projection.startswith("RGF93 / Lambert-93")
    assert objets[0].polygones[0].bounds[:2] == pytest.approx(LIEUX[2154], abs=2e-5)


def test_a_wrong_projection_puts_nothing_in_france_and_is_refused(sig):
    with pytest.raises(ImportRefuse):
        read(sig(sans=(".prj",)), projection=4326)


@pytest.mark.parametrize("encodage", ["CP1252", "UTF-8"])
@pytest.mark.parametrize("sans", [(), (".cpg",)])
def test_accents_are_read_whatever_wrote_them(sig, encodage, sans):
    _, objets = read(sig(encodage=encodage, sans=sans))
    assert [objet.text("nom") for objet in objets] == ["Nord", "Été"]


def test_a_geopackage_is_read(sig):
    conversion, objets = read(sig(extension=".gpkg"), "geopackage")
    assert [objet.text("nom") for objet in objets] == ["Nord", "Été"]
    assert "Lambert-93" in conversion.projection


def test_a_geopackage_of_several_maps_is_refused_with_their_names(sig):
    chemin = sig(extension=".gpkg", couches=("cantons", "secteurs"))
    with pytest.raises(ImportRefuse, match=r"plusieurs couches de polygones \(cantons, secteurs\)"):
        read(chemin, "geopackage")


def test_the_command_proposes_the_projection_and_takes_it(avec_adresses, sig):
    chemin = sig(sans=(".prj",), lieu=(2.02, 44.02))
    with pytest.raises(CommandError, match=r"PROJECTION_INCONNUE .* --projection 2154"):
        call_command("importer_secteurs", chemin, territoire="essai", couche="mds")
    call_command("importer_secteurs", chemin, territoire="essai", couche="mds", projection=2154)
    assert Regle.objects.count() == 2


def test_a_reader_that_takes_too_long_is_stopped(sig, monkeypatch):
    monkeypatch.setattr(processus, "DELAI", 0.01)
    with pytest.raises(ImportRefuse, match="trop long"):
        read(sig())


def test_a_reader_that_dies_is_a_refusal_in_words(sig, monkeypatch):
    chemin = sig()
    monkeypatch.setattr(processus.sys, "executable", "/bin/false")
    with pytest.raises(ImportRefuse, match="demande trop de mémoire"):
        read(chemin)


def test_without_the_extra_the_sentence_says_how_to_have_it(avec_adresses, sig, monkeypatch):
    chemin = sig()
    monkeypatch.setattr(processus, "find_spec", lambda nom: None)
    with pytest.raises(ImportRefuse, match="pip install pyogrio pyproj"):
        read_file(territoire=avec_adresses, chemin=chemin, couche="mds")
