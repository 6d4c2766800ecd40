"""The fictional territoires hold together, and are the same each time."""

import pytest
from shapely import Point, union_all

from booking.cas_usage.bibliotheque import read_modele
from portal.demonstration.geographie import addresses, ban_csv, communes_geojson, draw_communes
from portal.demonstration.remplissage import HAUTS_PLATEAUX, VAL_DORNE


def communes_of(fiction, graine=1):
    return draw_communes(
        fiction.communes, prefixe=fiction.prefixe, lon=fiction.lon, lat=fiction.lat, graine=graine
    )


@pytest.mark.parametrize("fiction", [VAL_DORNE, HAUTS_PLATEAUX], ids=lambda f: f.code)
def test_communes_cover_their_territoire_without_overlap(fiction):
    cells = [c.contour for c in communes_of(fiction)]
    whole = union_all(cells)
    assert whole.geom_type == "Polygon"
    assert sum(cell.area for cell in cells) == pytest.approx(whole.area, rel=1e-6)


@pytest.mark.parametrize("fiction", [VAL_DORNE, HAUTS_PLATEAUX], ids=lambda f: f.code)
def test_every_address_stands_in_its_commune(fiction):
    communes = communes_of(fiction)
    contours = {c.insee: c.contour for c in communes}
    for row in addresses(communes, graine=1):
        assert contours[row["code_insee"]].covers(Point(row["lon"], row["lat"]))


def test_the_first_territoire_has_some_two_thousand_addresses():
    assert 1_600 <= len(list(addresses(communes_of(VAL_DORNE), graine=1))) <= 2_600


def test_the_geography_is_the_same_each_time():
    once, twice = communes_of(VAL_DORNE), communes_of(VAL_DORNE)
    assert communes_geojson(once) == communes_geojson(twice)
    assert ban_csv(addresses(once, graine=1)) == ban_csv(addresses(twice, graine=1))


@pytest.mark.parametrize("fiction", [VAL_DORNE, HAUTS_PLATEAUX], ids=lambda f: f.code)
def test_every_agent_receives_somewhere_that_exists_for_motifs_that_exist(fiction):
    sites = {place[0] for places in fiction.organisations.values() for place in places}
    motifs = {m.slug: m.service for code in fiction.modeles for m in read_modele(code).motifs}
    for _, nom, _, organisation, site, service, slugs, _ in fiction.agents:
        assert organisation in fiction.organisations, nom
        assert site is None or site in sites, nom
        assert {motifs[slug] for slug in slugs} <= {service}, nom


def test_the_first_territoire_is_as_large_as_promised():
    assert len(VAL_DORNE.modeles) == 4
    assert sum(len(p) for p in VAL_DORNE.organisations.values()) == 8
    assert len(VAL_DORNE.agents) == 20


def test_sectors_name_communes_and_sites_that_exist():
    for fiction in (VAL_DORNE, HAUTS_PLATEAUX):
        noms = {nom for nom, _ in fiction.communes}
        sites = {place[0] for places in fiction.organisations.values() for place in places}
        for secteurs in fiction.secteurs.values():
            for site, communes in secteurs.values():
                assert site in sites
                assert set(communes) <= noms
