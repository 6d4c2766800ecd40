"""Tables of rules: RDV-Solidarités' export, streets with their numbers, spreadsheets' damage."""

import csv
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from sectorisation.errors import ImportRefuse
from sectorisation.exports import rules_rows, zones_rows
from sectorisation.imports.lecture import read_table
from sectorisation.imports.secteurs import import_secteurs
from sectorisation.imports.tableur import preview
from sectorisation.models import Couche, Regle, Secteur
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
)

RDVSP = """sector_name,sector_id,city_code,city_name,street_name,street_code
Nord,nord,99001,Valbrune,,
Sud,sud,99001,Valbrune,Rue des Lilas,99001_0001
Sud,sud,99002,Saint-Aubin-le-Haut,Allée Neuve,99002_i7xf
"""


@pytest.fixture
def table(tmp_path):
    def table(contenu, encoding="utf-8"):
        chemin = tmp_path / "regles.csv"
        chemin.write_text(contenu, encoding=encoding)
        return chemin

    return table


def rules(genre):
    return Regle.objects.filter(genre=genre).order_by("pk")


def test_an_export_of_rdv_solidarites_becomes_rules(avec_adresses, table):
    bilan = import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    assert (bilan.crees, bilan.regles) == (2, 3)
    assert [(r.secteur.code, r.secteur.nom) for r in rules("commune")] == [("nord", "Nord")]
    assert [(r.insee, r.voies, r.voie_nom) for r in rules("voie")] == [
        ("99001", ["99001_0001"], "Rue des Lilas"),
        # Cut at ten characters there; whole again here.
        ("99002", ["99002_i7xf1o"], "Allée Neuve"),
    ]


def test_street_lines_bring_numbers_side_suffixes_priority_and_dates(avec_adresses, table):
    contenu = (
        "code_insee;voie;du;au;parite;suffixes;secteur;priorite;valide_du;valide_au\n"
        '99001;rue des lilas;1,0;79;Impair;"sans, bis";Nord;2;01/12/2026;2027-06-30\n'
    )
    import_secteurs(territoire=avec_adresses, chemin=table(contenu), couche="mds")
    regle = Regle.objects.get()
    assert (regle.numero_du, regle.numero_au, regle.parite) == (1, 79, "impairs")
    assert (regle.suffixes, regle.priorite) == (["", "bis"], 2)
    assert (regle.valide_du, regle.valide_au) == (date(2026, 12, 1), date(2027, 6, 30))
    assert (regle.voie_nom, regle.nom_normalise) == ("Rue des Lilas", "rue lilas")


@pytest.mark.parametrize(
    ("nom", "statut", "voies"),
    [
        ("R. DES LILAS", "exact", ("99001_0001",)),
        ("Av du Gal de Gaulle", "exact", ("99001_0004",)),
        ("Rue Sainte Cecille", "approche", ("99001_0005",)),
        ("Rue de la Garre Vieille", "a_revoir", ()),
        ("Chemin Introuvable", "a_revoir", ()),
    ],
)
def test_labels_are_matched_with_the_address_base_by_likeness(
    avec_adresses, table, nom, statut, voies
):
    chemin = table(f"code_insee;voie;secteur\n99001;{nom};Nord\n")
    (ligne,) = read_table(territoire=avec_adresses, chemin=chemin, couche="mds").lignes
    assert (ligne.appariement.statut, ligne.appariement.voies) == (statut, voies)
    assert ligne.a_revoir == (statut == "a_revoir")


def test_a_doubtful_label_stops_the_import_until_someone_decides(avec_adresses, table):
    chemin = table("code_insee;voie;secteur\n99001;Rue des Lylac;Nord\n")
    with pytest.raises(ImportRefuse, match="Ligne 2 : « Rue des Lylac » ressemble à « Rue des L"):
        import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert not Couche.objects.exists()
    import_secteurs(
        territoire=avec_adresses, chemin=chemin, couche="mds", decisions={2: "99001_0001"}
    )
    assert (Regle.objects.get().voies, Regle.objects.get().voie_nom) == (
        ["99001_0001"], "Rue des Lilas",
    )  # fmt: skip


def test_a_reviewer_may_keep_a_name_that_the_base_does_not_know(avec_adresses, table):
    chemin = table("code_insee;voie;secteur\n99001;Rue Future;Nord\n")
    import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds", decisions={2: ""})
    assert (Regle.objects.get().voies, Regle.objects.get().voie_nom) == ([], "Rue Future")


def test_a_reviewer_cannot_choose_a_street_of_another_commune(avec_adresses, table):
    chemin = table("code_insee;voie;secteur\n99001;Rue Future;Nord\n")
    with pytest.raises(ImportRefuse, match="n'est pas de cette commune"):
        import_secteurs(
            territoire=avec_adresses, chemin=chemin, couche="mds", decisions={2: "99002_0001"}
        )


def test_an_identifier_given_to_another_street_since_does_not_win_over_the_name(
    avec_adresses, table
):
    chemin = table("code_insee;voie;id_voie;secteur\n99001;Rue des Lilas;99001_0004;Nord\n")
    (ligne,) = read_table(territoire=avec_adresses, chemin=chemin, couche="mds").lignes
    assert (ligne.appariement.statut, ligne.appariement.voies) == ("exact", ("99001_0001",))


def test_without_an_address_base_names_and_identifiers_are_kept_as_written(territoire, table):
    import_secteurs(territoire=territoire, chemin=table(RDVSP), couche="mds")
    assert [r.voies for r in rules("voie")] == [["99001_0001"], ["99002_i7xf"]]


@pytest.mark.parametrize(
    ("ligne", "raison"),
    [
        ("99001;Rue des Lilas;x;;;Nord", "« x » n'est pas un numéro"),
        ("99001;Rue des Lilas;20;10;;Nord", r"les numéros finissent avant de commencer \(20, 10\)"),
        ("99001;Rue des Lilas;;;gauche;Nord", "parité « gauche » inconnue"),
        ("99999;Rue des Lilas;;;;Nord", "la commune « 99999 » n'est pas du territoire"),
        ("99001;Rue des Lilas;;;;", "secteur absent"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_writes_nothing(
    avec_adresses, table, ligne, raison
):
    chemin = table(
        f"code_insee;voie;du;au;parite;secteur\n99001;Impasse des Lilas;;;;Nord\n{ligne}\n"
    )
    with pytest.raises(ImportRefuse, match=f"Ligne 3 : .*{raison}"):
        import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert not Secteur.objects.exists()


def test_every_faulty_line_is_in_the_report_to_download(avec_adresses, table):
    chemin = table(
        "code_insee;voie;secteur\n99001;Rue des Lylac;Nord\n99001;Rue des Lilas;Nord\n99999;X;Nord\n"
    )
    lecture = read_table(territoire=avec_adresses, chemin=chemin, couche="mds")
    rapport = list(lecture.rows())
    assert [ligne[0] for ligne in rapport] == ["ligne", "2", "4"]
    assert rapport[1][3:5] == ["Rue des Lilas", "99001_0001"]
    assert (len(lecture.a_revoir), len(lecture.erreurs)) == (1, 1)


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_of_every_tool_are_read(avec_adresses, table, separateur, encodage):
    contenu = "code_insee;voie;secteur\n99001;Rue Sainte-Cécile;Vallée\n"
    chemin = table(contenu.replace(";", separateur), encodage)
    import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert Regle.objects.get().voies == ["99001_0005"]
    assert Secteur.objects.get().nom == "Vallée"


def test_an_accent_at_the_very_end_tells_the_encoding(avec_adresses, table):
    chemin = table("code_insee;secteur\n99001;Vallée", "cp1252")
    import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert Secteur.objects.get().nom == "Vallée"


def test_a_first_accent_late_in_the_file_tells_the_encoding(avec_adresses, table):
    lignes = "99001;Impasse des Lilas;Nord\n" * 3000
    chemin = table(f"code_insee;voie;secteur\n{lignes}99001;Rue Sainte-Cécile;Nord\n", "cp1252")
    assert preview(chemin).encodage == "Windows-1252"
    import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert Regle.objects.count() == 2


def test_a_preview_shows_how_a_file_is_understood(table):
    apercu = preview(table("sep=,\nCode INSEE,Secteur\n99001,Nord\n99002,Sud\n"), limit=1)
    assert (apercu.encodage, apercu.separateur) == ("UTF-8", ",")
    assert apercu.colonnes == ("code_insee", "secteur")
    assert apercu.lignes == ({"code_insee": "99001", "secteur": "Nord"},)


@pytest.mark.parametrize(
    ("octets", "raison"),
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "classeur"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "classeur"),
        (b"code_insee;secteur;Secteur\n", "la colonne « secteur » est en double"),
    ],
)
def test_a_workbook_or_a_doubled_column_is_refused_in_words(
    avec_adresses, tmp_path, octets, raison
):
    chemin = tmp_path / "regles.csv"
    chemin.write_bytes(octets)
    with pytest.raises(ImportRefuse, match=raison):
        import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")


def test_the_command_writes_the_lines_to_review(avec_adresses, table, tmp_path):
    chemin = table("code_insee;voie;secteur\n99001;Rue des Lylac;Nord\n")
    rapport = tmp_path / "rapport.csv"
    with pytest.raises(CommandError, match="ressemble"):
        call_command("importer_secteurs", chemin, territoire="essai", couche="mds", rapport=rapport)
    assert "2;Rue des Lylac;" in rapport.read_text(encoding="utf-8-sig")


def test_importing_a_table_twice_changes_nothing(avec_adresses, table):
    import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    avant = list(Regle.objects.order_by("pk").values_list("pk", flat=True))
    bilan = import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    assert (bilan.crees, bilan.modifies, bilan.inchanges) == (0, 0, 2)
    assert list(Regle.objects.order_by("pk").values_list("pk", flat=True)) == avant


def test_a_table_replaces_only_what_changed(avec_adresses, table):
    import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    gardee = rules("voie").first().pk
    bilan = import_secteurs(
        territoire=avec_adresses,
        chemin=table(RDVSP.replace("Allée Neuve,99002_i7xf", "Rue de la Gare,")),
        couche="mds",
    )
    assert (bilan.modifies, bilan.inchanges) == (1, 1)
    assert rules("voie").first().pk == gardee
    assert rules("voie").last().voies == ["99002_0001"]


def test_a_list_of_communes_leaves_streets_alone(avec_adresses, table):
    import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    import_secteurs(
        territoire=avec_adresses, chemin=table("code_insee;secteur\n99002;sud\n"), couche="mds"
    )
    assert rules("voie").count() == 2
    assert rules("commune").count() == 2


def test_rules_come_back_from_their_own_export(avec_adresses, tmp_path):
    couche = CoucheFactory(territoire=avec_adresses, slug="mds", nom="Mds")
    secteur = SecteurFactory(couche=couche, code="nord", nom="=Nord")
    RegleFactory(secteur=secteur, communes=["99001", "99002"], priorite=-2)
    VoieRegleFactory(
        secteur=secteur, voies=["99001_0001"], numero_du=2, numero_au=20, parite="pairs",
        suffixes=["", "bis"], valide_du=date(2026, 1, 1),
    )  # fmt: skip
    AdresseRegleFactory(secteur=secteur, adresse_id="99001_0001_00012_bis", libelle="12 bis")
    chemin = tmp_path / "export.csv"
    with chemin.open("w", newline="", encoding="utf-8") as fichier:
        csv.writer(fichier, delimiter=";").writerows(rules_rows(couche))
    champs = ("genre", "priorite", "communes", "voies", "numero_du", "parite", "suffixes",
              "valide_du", "adresse_id", "libelle")  # fmt: skip
    avant = list(Regle.objects.order_by("genre").values_list(*champs))
    import_secteurs(territoire=avec_adresses, chemin=chemin)
    assert list(Regle.objects.order_by("genre").values_list(*champs)) == avant
    assert Secteur.objects.get().nom == "=Nord"
    assert ";'=Nord;" in chemin.read_text(encoding="utf-8")


def test_zones_leave_as_rdv_solidarites_writes_them(avec_adresses, table, tmp_path):
    import_secteurs(territoire=avec_adresses, chemin=table(RDVSP), couche="mds")
    lignes = list(zones_rows(Couche.objects.get()))
    assert lignes == [
        ["sector_name", "sector_id", "city_code", "city_name", "street_name", "street_code"],
        ["Nord", "nord", "99001", "Valbrune", "", ""],
        ["Sud", "sud", "99001", "Valbrune", "Rue des Lilas", "99001_0001"],
        ["Sud", "sud", "99002", "Saint-Aubin-le-Haut", "Allée Neuve", "99002_i7xf1o"],
    ]


def test_reading_a_long_table_costs_a_bounded_number_of_queries(
    avec_adresses, table, django_assert_max_num_queries
):
    lignes = "".join(f"99001;Rue des Lilas;{n};{n};Nord\n" for n in range(300))
    chemin = table("code_insee;voie;du;au;secteur\n" + lignes)
    with django_assert_max_num_queries(25):
        import_secteurs(territoire=avec_adresses, chemin=chemin, couche="mds")
    assert Regle.objects.count() == 300
