"""Address files of every shape and of every corner of the country."""

import gzip

import pytest

from sectorisation.adresses.embarque import embarque_for
from sectorisation.errors import ImportRefuse
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.formats_adresses import from_lambert93
from tests.factories.sectorisation import TerritoireFactory

BAL = (
    "cle_interop;uid_adresse;voie_nom;lieudit_complement_nom;numero;suffixe;commune_insee;"
    "commune_nom;position;x;y;long;lat;certification_commune;source;date_der_maj\n"
)
LILAS = "99001_0001_00012_bis;@a:1;Rue des Lilas;;12;bis;99001;Valbrune;entrée;;;2.01;44.01;1;M;2026-01-01\n"


@pytest.fixture
def imported(db, tmp_path):
    """Imports a text as a file, and gives the geocoder it makes."""
    territoire = TerritoireFactory()

    def geocodeur(contenu, nom="adresses.csv"):
        fichier = tmp_path / nom
        brut = contenu.encode()
        fichier.write_bytes(gzip.compress(brut) if nom.endswith(".gz") else brut)
        import_adresses(territoire=territoire, chemin=fichier)
        return embarque_for(territoire)

    geocodeur.territoire = territoire
    return geocodeur


@pytest.mark.parametrize("nom", ["bal.csv", "bal.csv.gz"])
def test_a_bal_is_read_and_credited(imported, nom):
    trouve = imported(BAL + LILAS, nom).search("12 bis rue des lilas valbrune")[0]
    assert (trouve.id, trouve.citycode) == ("99001_0001_00012_bis", "99001")
    assert (trouve.lon, trouve.lat) == (2.01, 44.01)
    assert "Bases Adresses Locales" in imported.territoire.credits[0]


def test_a_bal_lieu_dit_has_the_number_99999(imported):
    ligne = "99001_b001_99999;;Le Moulin;;99999;;99001;Valbrune;;;;2.01;44.01;0;M;2026-01-01\n"
    assert imported(BAL + ligne).search("le moulin")[0].type == "locality"


def test_bal_streets_without_a_code_are_not_taken_for_one(imported):
    lignes = [
        f"99001_xxxx_0000{n};;{voie};;{n};;99001;Valbrune;;;;2.0{n};44.01;0;M;2026-01-01\n"
        for n, voie in ((1, "Rue Haute"), (2, "Rue Basse"))
    ]
    geocodeur = imported(BAL + "".join(lignes))
    assert geocodeur.search("1 rue haute")[0].label == "1 Rue Haute Valbrune"
    assert geocodeur.search("2 rue haute")[0].type == "street"


def test_a_bal_in_lambert_93_only_is_placed(imported):
    ligne = LILAS.replace("entrée;;;2.01;44.01", "entrée;652709.4;6862305.3;;")
    trouve = imported(BAL + ligne).search("12 bis rue des lilas")[0]
    assert (round(trouve.lon, 3), round(trouve.lat, 3)) == (2.355, 48.859)


def test_metres_from_overseas_are_not_taken_for_lambert_93(imported):
    ligne = LILAS.replace("entrée;;;2.01;44.01", "entrée;652709;1774000;;").replace(
        ";99001;", ";97105;"
    )
    with pytest.raises(ImportRefuse, match="longitude ou latitude illisible"):
        imported(BAL + ligne)


@pytest.mark.une_fois
def test_lambert_93_agrees_with_its_definition():
    assert from_lambert93(700_000, 6_600_000) == pytest.approx((3.0, 46.5), abs=1e-7)
    ouest, est = from_lambert93(600_000, 6_500_000), from_lambert93(800_000, 6_500_000)
    assert (ouest[0] + est[0], ouest[1]) == pytest.approx((6.0, est[1]), abs=1e-9)


def test_a_missing_column_is_named_as_its_format_names_it(imported):
    with pytest.raises(ImportRefuse, match="commune_insee"):
        imported(BAL.replace("commune_insee", "insee") + LILAS)


ENTETE = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"


@pytest.mark.parametrize(
    ("insee", "code", "lon", "lat"),
    [
        ("2A004", "20000", 8.73, 41.92),
        ("2b033", "20200", 9.45, 42.70),
        ("97105", "97100", -61.73, 16.0),
        ("97302", "97300", -52.33, 4.93),
        ("97411", "97400", 55.45, -20.88),
        ("97608", "97600", 45.23, -12.78),
        ("1004", "1500", 5.36, 45.96),
    ],
)
def test_codes_of_corsica_overseas_and_spreadsheets_are_kept_as_insee_writes_them(
    imported, insee, code, lon, lat
):
    ligne = f"{insee}_0001_00003;{insee}_0001;3;;Rue Haute;{code};{insee};Ville;{lon};{lat}"
    trouve = imported(ENTETE + ligne).search(f"3 rue haute {code.zfill(5)} ville")[0]
    assert trouve.citycode == insee.upper().zfill(5) and len(trouve.citycode) == 5
    assert (trouve.postcode, trouve.score) == (code.zfill(5), 1.0)
    assert (trouve.lon, trouve.lat) == (lon, lat)


def test_a_postcode_of_another_overseas_departement_is_elsewhere(imported):
    ligne = "97105_0001_00003;97105_0001;3;;Rue Haute;97100;97105;Basse-Terre;-61.73;16.0"
    geocodeur = imported(ENTETE + ligne)
    assert geocodeur.is_elsewhere("3 rue haute 97400 Saint-Denis")
    assert not geocodeur.is_elsewhere("3 rue haute 97109 Basse-Terre CEDEX")


def test_a_provisional_code_of_six_characters_is_the_streets_whole_identifier(imported):
    lignes = [
        f"93010_{cle}_00001;;1;;{voie};93140;93010;Bondy;2.48;48.9"
        for cle, voie in (("i7xf1o", "Allée Neuve"), ("i7xf2p", "Allée Vieille"))
    ]
    geocodeur = imported(ENTETE + "\n".join(lignes))
    assert geocodeur.search("allée neuve")[0].id == "93010_i7xf1o"
    assert geocodeur.search("1 allée vieille")[0].id == "93010_i7xf2p_00001"
