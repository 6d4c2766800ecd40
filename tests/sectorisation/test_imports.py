"""Communes, addresses and secteurs from files: all or nothing, and twice is once."""

import gzip
import json

import pytest
from shapely.geometry import shape

from sectorisation.adresses.embarque import embarque_for
from sectorisation.edition.secteurs import is_code
from sectorisation.errors import ImportRefuse
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.cog import read_cog
from sectorisation.imports.communes import import_communes
from sectorisation.imports.formats_adresses import repair
from sectorisation.imports.lecture import secteur_code
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.models import AncienneCommune, Commune, Couche, Regle, Secteur
from tests.factories.sectorisation import TerritoireFactory, square
from tests.sectorisation.conftest import ADRESSES, ENTETE
from tests.sectorisation.test_geojson import PAPILLON, feature

COG = """code,nom,type,departement,region,population,codes_postaux,chef_lieu
99001,Valbrune,commune-actuelle,99,00,1200,99100,
99003,Le Vieux-Bourg,commune-deleguee,99,00,,,99001
99001,Valbrune-la-Vieille,commune-deleguee,99,00,,,99001
99002,Saint-Aubin-le-Haut,commune-actuelle,99,00,300,99200,
"""


def geojson(tmp_path, *features, nom="zones.geojson"):
    fichier = tmp_path / nom
    contenu = {"type": "FeatureCollection", "features": list(features)}
    fichier.write_text(json.dumps(contenu), encoding="utf-8")
    return fichier


def text(tmp_path, contenu, nom="fichier.csv", encoding="utf-8"):
    fichier = tmp_path / nom
    fichier.write_bytes(contenu.encode(encoding))
    return fichier


def commune(code, nom, lon):
    return feature(square(lon, 44.0)["coordinates"], code=code, nom=nom)


@pytest.fixture
def cog(tmp_path):
    return read_cog(text(tmp_path, COG, "cog.csv"))


@pytest.fixture
def trois_communes(tmp_path):
    return geojson(
        tmp_path,
        commune("99001", "Valbrune", 2.0),
        commune("99003", "Le Vieux-Bourg", 2.1),
        commune("99002", "Saint-Aubin", 2.2),
        nom="communes.geojson",
    )


# --- communes ---------------------------------------------------------------------------------


def test_the_outline_is_the_union_of_the_communes(db, trois_communes):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes)
    assert Commune.objects.of(territoire).count() == 3
    assert shape(territoire.contour.geometrie).area == pytest.approx(0.03)
    assert territoire.centre_lon == pytest.approx(2.15, abs=0.1)
    assert len(territoire.credits) == 1


def test_merged_communes_become_one_and_their_codes_lead_to_it(db, trois_communes, cog):
    territoire = TerritoireFactory()
    bilan = import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    assert list(Commune.objects.of(territoire).values_list("insee", flat=True).order_by("insee")) == [
        "99001", "99002",
    ]  # fmt: skip
    assert bilan.fusionnees == ("Le Vieux-Bourg (99003) → 99001",)
    valbrune = Commune.objects.get(insee="99001")
    assert shape(valbrune.contour).area == pytest.approx(0.02)
    assert valbrune.population == 1200
    assert AncienneCommune.objects.get(insee="99003").commune == valbrune


def test_importing_communes_twice_changes_nothing(db, trois_communes, cog):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    avant = list(Commune.objects.values_list("pk", "insee", "contour"))
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    assert list(Commune.objects.values_list("pk", "insee", "contour")) == avant
    assert len(territoire.credits) == 1


def test_a_wrong_commune_file_writes_nothing(db, tmp_path):
    territoire = TerritoireFactory()
    fichier = geojson(tmp_path, commune("99001", "Valbrune", 2.0), feature(PAPILLON, code="99002"))
    with pytest.raises(ImportRefuse, match="Objet n° 2"):
        import_communes(territoire=territoire, chemin=fichier)
    assert not Commune.objects.exists()


@pytest.mark.parametrize(
    ("proprietes", "raison"),
    [({"nom": "Sans code"}, "code INSEE"), ({"code": "99009"}, "pas de nom"),
     ({"code": "99001", "nom": "Bis"}, "déjà pris")],
)  # fmt: skip
def test_a_commune_without_identity_is_refused(db, tmp_path, proprietes, raison):
    fichier = geojson(
        tmp_path,
        commune("99001", "Valbrune", 2.0),
        feature(square(2.3, 44.0)["coordinates"], **proprietes),
    )
    with pytest.raises(ImportRefuse, match=raison):
        import_communes(territoire=TerritoireFactory(), chemin=fichier)


def test_two_territoires_may_hold_the_same_commune(db, trois_communes):
    for _ in range(2):
        import_communes(territoire=TerritoireFactory(), chemin=trois_communes)
    assert Commune.objects.filter(insee="99001").count() == 2


# --- addresses --------------------------------------------------------------------------------

BAN = (
    '"","id","id_fantoir","numero","rep","nom_voie","code_postal","code_insee","nom_commune",'
    '"code_insee_ancienne_commune","nom_ancienne_commune","x","y","lon","lat","alias"\n'
    '"7","99001_i7xf1o_00001","",1,"","AllÃ©e Neuve",99100,99001,"Valbrune",NA,NA,1,1,2.01,44.01,NA\n'
    '"8","99001_i7xf1o_00003","",3,"bis","AllÃ©e Neuve",99100,99001,"Valbrune",NA,NA,1,1,2.02,44.01,NA\n'
)


def test_ban_files_with_an_index_column_are_read(territoire, tmp_path):
    fichier = tmp_path / "ban.csv.gz"
    fichier.write_bytes(gzip.compress(BAN.encode()))
    bilan = import_adresses(territoire=territoire, chemin=fichier)
    assert (bilan.fichier.adresses, bilan.fichier.voies) == (2, 1)
    trouve = embarque_for(territoire).search("3bis allée Neuve Valbrune")[0]
    assert trouve.label == "3 bis Allée Neuve 99100 Valbrune"
    assert trouve.id == "99001_i7xf1o_00003_bis"
    assert "Base Adresse Nationale" in territoire.credits[0]


def test_a_bano_file_brings_its_own_credit(avec_adresses):
    assert "ODbL" in avec_adresses.credits[0]


def test_the_same_addresses_give_the_same_version(avec_adresses, tmp_path):
    avant = avec_adresses.adresses_version
    import_adresses(territoire=avec_adresses, chemin=tmp_path / "adresses.csv")
    assert avec_adresses.adresses_version == avant
    assert len(list((tmp_path / "adresses").iterdir())) == 1


def test_addresses_of_a_merged_commune_take_its_current_code_and_keep_its_old_name(
    db, trois_communes, cog, tmp_path
):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    ligne = "99003_0001_00001;99003_0001;1;;Rue Haute;99150;99003;Le Vieux-Bourg;2.15;44.05;OSM"
    import_adresses(territoire=territoire, chemin=text(tmp_path, ENTETE + ligne))
    trouve = embarque_for(territoire).search("1 rue haute le vieux bourg")[0]
    assert (trouve.citycode, trouve.city, trouve.score) == ("99001", "Valbrune", 1.0)
    assert embarque_for(territoire).search("Le Vieux Bourg")[0].citycode == "99001"


def test_a_code_the_cog_has_forgotten_follows_its_point(db, trois_communes, cog, tmp_path):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    ligne = "99777_0001_00001;99777_0001;1;;Rue Haute;99150;99777;Oubliée;2.25;44.05;OSM"
    import_adresses(territoire=territoire, chemin=text(tmp_path, ENTETE + ligne), cog=cog)
    assert embarque_for(territoire).search("1 rue haute")[0].citycode == "99002"


def test_homonym_streets_of_a_merged_commune_are_told_apart(db, trois_communes, cog, tmp_path):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    lignes = (
        "99003_0001_00001;99003_0001;1;;Rue Haute;99100;99003;Le Vieux-Bourg;2.15;44.05;OSM\n"
        "99001_0001_00001;99001_0001;1;;Rue Haute;99100;99001;Valbrune;2.05;44.05;OSM\n"
    )
    import_adresses(territoire=territoire, chemin=text(tmp_path, ENTETE + lignes))
    labels = {c.label for c in embarque_for(territoire).search("1 rue haute valbrune")}
    assert labels == {
        "1 Rue Haute 99100 Valbrune", "1 Rue Haute, Le Vieux-Bourg, 99100 Valbrune",
    }  # fmt: skip


def test_unusable_lines_are_left_out_and_counted_with_their_number(territoire, tmp_path):
    mauvaises = [
        "99001_0001_00002;99001_0001;2;;Rue des Lilas;99100;99001;Valbrune;;;OSM",
        "99001_0001_00004;99001_0001;4;;Rue des Lilas;99100;99001;Valbrune;662524.1;6866064.0;OSM",
        "99001_0001_00006;99001_0001;6;;Rue des Lilas;99100;99001;Valbrune;44.01;2.01;OSM",
        "99001_0001_00008;99001_0001;8;;Rue des Lilas;99100;99001;Valbrune;nan;44.0;OSM",
        "99001_0001_00010;99001_0001;x;;Rue des Lilas;99100;99001;Valbrune;2.0;44.0;OSM",
        "99001_0001_00012;99001_0001;12;;;99100;99001;Valbrune;2.0;44.0;OSM",
    ]
    bonne = "99001_0001_00001;99001_0001;1;;Rue des Lilas;99100;99001;Valbrune;2.01;44.01;OSM"
    fichier = text(tmp_path, ENTETE + "\n".join([bonne, *mauvaises]))
    bilan = import_adresses(territoire=territoire, chemin=fichier)
    assert (bilan.fichier.adresses, bilan.ecartees) == (1, 6)
    assert bilan.raisons[0].startswith("Ligne 3 : ")
    assert "Lambert-93" in bilan.raisons[1] and "inversées" in bilan.raisons[2]


@pytest.mark.parametrize(
    ("contenu", "raison"),
    [
        ("a;b;c\n1;2;3\n", "il manque la colonne"),
        ("", "vide"),
        (ENTETE, "Aucune adresse utilisable"),
        (";".join(["x"] * 5000) + "\n", "colonnes"),
        ("x" * 200_000, "caractères"),
    ],
)
def test_a_wrong_address_file_is_refused_and_the_old_one_serves_on(
    avec_adresses, tmp_path, contenu, raison
):
    avant = avec_adresses.adresses_fichier
    with pytest.raises(ImportRefuse, match=raison):
        import_adresses(territoire=avec_adresses, chemin=text(tmp_path, contenu))
    assert avec_adresses.adresses_fichier == avant
    assert [f.name for f in (tmp_path / "adresses").iterdir()] == [avant]


@pytest.mark.parametrize(
    "brut", [b"\x1f\x8b\x08\x00abc", b"PK\x03\x04\x00\x00\x00", b"\x00\x01\x02"]
)
def test_a_binary_file_is_refused(territoire, tmp_path, brut):
    fichier = tmp_path / "adresses.csv.gz"
    fichier.write_bytes(brut)
    with pytest.raises(ImportRefuse):
        import_adresses(territoire=territoire, chemin=fichier)


def test_a_truncated_gz_is_refused(territoire, tmp_path):
    fichier = tmp_path / "adresses.csv.gz"
    fichier.write_bytes(gzip.compress(ADRESSES.encode())[:-20])
    with pytest.raises(ImportRefuse, match="abîmé"):
        import_adresses(territoire=territoire, chemin=fichier)
    assert not list((tmp_path / "adresses").iterdir())


def test_double_encodings_are_undone_and_real_accents_kept():
    assert repair("AllÃ©e de lâ€™EgalitÃ©") == "Allée de l’Egalité"
    assert repair("Âge d'Or") == "Âge d'Or"


# --- secteurs ---------------------------------------------------------------------------------


def test_drawn_secteurs_become_one_rule_a_part(territoire, tmp_path):
    parties = [square(2.0, 44.0)["coordinates"], square(2.15, 44.0, 0.01)["coordinates"]]
    fichier = geojson(tmp_path, feature(parties, "MultiPolygon", nom="Nord", couche="PMI"))
    bilan = import_secteurs(territoire=territoire, chemin=fichier)
    assert (bilan.crees, bilan.regles, bilan.couches) == (1, 2, ("pmi",))
    assert Regle.objects.filter(secteur__code="Nord", genre="polygone").count() == 2


@pytest.mark.parametrize(
    ("entete", "encodage"),
    [
        ("code_insee;secteur\n", "utf-8"), ("code_insee,secteur\n", "utf-8-sig"),
        ("sep=\t\ncode_insee\tsecteur\n", "cp1252"), ("Code_INSEE;Secteur\n", "utf-16"),
    ],
)  # fmt: skip
def test_commune_lists_of_every_tool_are_read(territoire, tmp_path, entete, encodage):
    separateur = next(s for s in "\t;," if s in entete)
    lignes = "".join(f"{c}{separateur}Vallée\n" for c in ("99001", "99002"))
    import_secteurs(
        territoire=territoire,
        chemin=text(tmp_path, entete + lignes, encoding=encodage),
        couche="mds",
    )
    assert Secteur.objects.get().nom == "Vallée"
    assert Regle.objects.get().communes == ["99001", "99002"]


def test_a_leading_zero_lost_by_a_spreadsheet_is_given_back(db, tmp_path):
    territoire = TerritoireFactory()
    Commune.objects.create(territoire=territoire, insee="01004", nom="A", contour=square(5.0, 46.0))
    fichier = text(tmp_path, "code_insee;secteur\n1004;Nord\n")
    import_secteurs(territoire=territoire, chemin=fichier, couche="mds")
    assert Regle.objects.get().communes == ["01004"]


def test_an_old_commune_code_in_a_list_is_followed(db, trois_communes, cog, tmp_path):
    territoire = TerritoireFactory()
    import_communes(territoire=territoire, chemin=trois_communes, cog=cog)
    fichier = text(tmp_path, "code_insee;secteur\n99003;Nord\n")
    import_secteurs(territoire=territoire, chemin=fichier, couche="mds")
    assert Regle.objects.get().communes == ["99001"]


@pytest.mark.parametrize(
    ("contenu", "raison"),
    [
        ("code_insee;secteur\n99001;Nord\n99999;Nord\n", "Ligne 3 : la commune « 99999 »"),
        ("code_insee;secteur\n99001;Nord\n99001;Sud\n", "Ligne 3 : la commune 99001 est déjà"),
        ("code_insee;secteur\n99001;\n", "Ligne 2 : secteur absent"),
        ("commune;zone\n99001;Nord\n", "colonnes attendues"),
        ("code_insee;secteur;couche\n99001;Nord;Adresses\n", "« adresses » est le nom d'une page"),
        ("code_insee;secteur\n", "aucun secteur"),
    ],
)
def test_a_wrong_list_is_refused_whole_with_its_line(territoire, tmp_path, contenu, raison):
    with pytest.raises(ImportRefuse, match=raison):
        import_secteurs(territoire=territoire, chemin=text(tmp_path, contenu), couche="mds")
    assert not Couche.objects.exists()


def test_a_simulation_reports_and_keeps_nothing(territoire, tmp_path):
    fichier = text(tmp_path, "code_insee;secteur\n99001;Nord\n")
    bilan = import_secteurs(territoire=territoire, chemin=fichier, couche="mds", simulate=True)
    assert bilan.crees == 1
    assert not Couche.objects.exists()


def test_importing_secteurs_twice_changes_nothing(territoire, tmp_path):
    fichier = text(tmp_path, "code_insee;secteur\n99001;Nord\n99002;Sud\n")
    import_secteurs(territoire=territoire, chemin=fichier, couche="mds")
    avant = list(Regle.objects.values_list("pk", "communes"))
    bilan = import_secteurs(territoire=territoire, chemin=fichier, couche="mds")
    assert (bilan.crees, bilan.modifies, bilan.inchanges) == (0, 0, 2)
    assert list(Regle.objects.values_list("pk", "communes")) == avant


@pytest.mark.parametrize(
    ("ecrit", "garde"),
    [("MDS.3_a", "MDS.3_a"), ("1/2", "1-2"), ("D'Orval", "d-orval"), ("Val d'Orne", "val-dorne")],
)
def test_codes_of_a_file_are_those_that_the_form_takes(ecrit, garde):
    assert secteur_code(ecrit) == garde
    assert is_code(garde)


def test_lists_and_drawings_feed_one_couche(territoire, tmp_path):
    import_secteurs(
        territoire=territoire,
        chemin=text(tmp_path, "code_insee;secteur\n99001;Nord\n"),
        couche="mds",
    )
    dessin = geojson(tmp_path, feature(square(2.1, 44.0, 0.05)["coordinates"], nom="Nord"))
    import_secteurs(territoire=territoire, chemin=dessin, couche="mds")
    assert sorted(Regle.objects.values_list("genre", flat=True)) == ["commune", "polygone"]
    assert Secteur.objects.count() == 1
