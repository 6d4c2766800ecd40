"""Files in and out of a couche, from a référent's browser."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from booking.models import Role
from sectorisation import depots
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.sig import processus
from sectorisation.models import Depot, Regle, Secteur
from sectorisation.publication import publish
from tests.agents.conftest import signed_in
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    square,
)
from tests.sectorisation.conftest import ADRESSES

COMMUNES = "code_insee;secteur\n99001;Nord\n99002;Sud\n"
DOUTEUSES = "code_insee;voie;secteur\n99001;Rue des Lylac;Nord\n99001;Rue Future;Sud\n"


@pytest.fixture
def couche(equipe, settings, tmp_path):
    """A couche of two communes whose addresses are known."""
    settings.PARVIS_DONNEES_DIR = tmp_path
    territoire = equipe.territoire
    CommuneFactory(territoire=territoire, insee="99001", nom="Valbrune", contour=square(2.0, 44.0))
    CommuneFactory(territoire=territoire, insee="99002", nom="Aubin", contour=square(2.1, 44.0))
    adresses = tmp_path / "adresses.csv"
    adresses.write_text(ADRESSES, encoding="utf-8")
    import_adresses(territoire=territoire, chemin=adresses)
    return CoucheFactory(territoire=territoire, slug="pmi", nom="PMI")


def address(vue, couche, *suite):
    return reverse(f"agents:secteurs:{vue}", args=[couche.slug, *suite])


def lay_down(client, couche, contenu, nom="secteurs.csv"):
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    fichier = SimpleUploadedFile(nom, octets)
    return client.post(address("echanges", couche), {"fichier": fichier}, follow=True)


def post(client, vue, couche, data=None):
    uid = Depot.objects.get().uid
    return client.post(address(vue, couche, uid), data or {}, follow=True)


def spaced(answer):
    return answer.text.replace("\u00a0", " ")


def rows(answer):
    texte = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte), delimiter=";"))


def test_a_table_is_shown_as_understood_with_what_it_would_change_and_nothing_is_written(
    client, couche
):
    answer = lay_down(client, couche, COMMUNES.encode("cp1252"), "Secteurs été.csv")

    for seen in (
        "Tableau (CSV)",
        "UTF-8",
        "point-virgule",
        "Secteurs créés",
        "99002",
        "code_insee",
    ):
        assert seen in answer.text
    assert "Importer dans le brouillon" in answer.text
    assert not Secteur.objects.exists()


def test_one_post_imports_everything_and_again_says_that_nothing_changes(client, couche):
    lay_down(client, couche, COMMUNES)

    answer = post(client, "echange_importer", couche)

    assert "2 secteurs créés" in answer.text
    couche.refresh_from_db()
    assert (couche.secteurs.count(), couche.brouillon) == (2, 1)
    assert "rien n’a changé" in post(client, "echange_importer", couche).text
    couche.refresh_from_db()
    assert couche.brouillon == 1
    page = client.get(address("echange_depot", couche, Depot.objects.get().uid))
    assert "Ce fichier ne change rien" in page.text


def test_a_file_that_names_another_couche_enters_the_one_it_was_laid_in(client, couche):
    contenu = "couche;code_insee;secteur\nmds;99001;Nord\n"

    assert "Le fichier dit « mds »" in lay_down(client, couche, contenu).text
    post(client, "echange_importer", couche)

    assert Secteur.objects.get().couche == couche


def test_every_wrong_line_is_in_the_report_and_nothing_is_imported(client, couche):
    answer = lay_down(client, couche, "code_insee;secteur\n99001;Nord\n99999;Sud\n1,2E+04;Est\n")

    assert "Ligne 3 : la commune « 99999 » n&#x27;est pas du territoire" in spaced(answer)
    assert "2 lignes en tout" in answer.text
    assert "Importer dans le brouillon" not in answer.text
    rapport = rows(client.get(address("echange_rapport", couche, Depot.objects.get().uid)))
    assert [ligne[0] for ligne in rapport] == ["ligne", "3", "4"]
    assert "abîmé par le tableur" in rapport[2][2]
    assert "Rien n’a été importé" in post(client, "echange_importer", couche).text
    assert not Secteur.objects.exists()


def test_doubtful_streets_are_chosen_one_by_one_kept_or_ignored(client, couche):
    answer = lay_down(client, couche, DOUTEUSES + "99001;Chemin Perdu;Sud\n")
    assert "3 noms de voie" in answer.text
    page = client.get(address("echange_revoir", couche, Depot.objects.get().uid))
    assert "Ligne 2 : Rue des Lylac, Valbrune, secteur Nord" in page.text
    assert "Ressemblance : " in page.text

    answer = post(client, "echange_revoir", couche, {"ligne-2": "99001_0001", "ligne-3": "garder"})
    assert "Il reste 1 voie à choisir" in answer.text
    answer = post(client, "echange_revoir", couche, {"ligne-4": "ignorer"})
    assert "Importer dans le brouillon" in answer.text
    post(client, "echange_importer", couche)

    regles = Regle.objects.order_by("voie_nom")
    assert [(r.voie_nom, r.voies) for r in regles] == [
        ("Rue Future", []), ("Rue des Lilas", ["99001_0001"]),
    ]  # fmt: skip


def test_a_choice_may_be_changed_before_the_import(client, couche):
    lay_down(client, couche, DOUTEUSES)
    post(client, "echange_revoir", couche, {"ligne-2": "ignorer", "ligne-3": "ignorer"})

    page = client.get(address("echange_revoir", couche, Depot.objects.get().uid))
    assert page.text.count("checked") == 2
    post(client, "echange_revoir", couche, {"ligne-2": "99001_0001", "ligne-3": "ignorer"})
    post(client, "echange_importer", couche)

    assert Regle.objects.get().voies == ["99001_0001"]


def test_a_street_that_was_not_proposed_is_refused(client, couche):
    lay_down(client, couche, DOUTEUSES)

    answer = post(client, "echange_revoir", couche, {"ligne-2": "99002_0001"})

    assert answer.status_code == 400
    assert "Choisissez une des propositions" in answer.text
    assert Depot.objects.get().decisions == {}


def test_many_doubtful_streets_are_shown_twenty_at_a_time(client, couche):
    lignes = "".join(f"99001;Rue Inconnue {n:03d};Nord\n" for n in range(45))
    lay_down(client, couche, "code_insee;voie;secteur\n" + lignes)
    uid = Depot.objects.get().uid

    page = client.get(address("echange_revoir", couche, uid))
    assert page.text.count("<fieldset") == 20
    choix = {f"ligne-{n}": "ignorer" for n in range(2, 22)}
    answer = client.post(address("echange_revoir", couche, uid), choix)
    assert answer["Location"].endswith("?page=2")


@pytest.mark.parametrize(
    ("contenu", "nom", "raison"),
    [
        (b"", "vide.csv", "Ce fichier est vide"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "secteurs.csv", "C&#x27;est une image."),
        (b"%PDF-1.7\n", "secteurs.csv", "C&#x27;est un PDF"),
        (b"<OGRVRTDataSource><OGRVRTLayer/>", "a.vrt", "C&#x27;est un fichier XML ou KML"),
        (b"\x1f\x8b\x08\x00abc", "a.csv.gz", "abîmé ou incomplet"),
        (b"SQLite format 3\0" + bytes(200), "a.gpkg", "pas un GeoPackage"),
        (b"a;b\n1;2\n", "a.csv", "colonnes attendues"),
        (b'{"type": "FeatureCollection", "features": []}', "a.json", "aucun objet"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_breaks(
    client, couche, contenu, nom, raison
):
    answer = lay_down(client, couche, contenu, nom)

    assert raison in spaced(answer)
    assert "Importer dans le brouillon" not in answer.text


def test_a_drawing_is_shown_area_by_area_then_imported(client, couche):
    answer = lay_down(client, couche, drawing("Nord", "Sud"), "zones.geojson")

    for seen in ("Dessin (GeoJSON)", "WGS 84", "Nord", "Polygones"):
        assert seen in answer.text
    post(client, "echange_importer", couche)
    assert Regle.objects.filter(genre="polygone").count() == 2


def test_a_file_name_never_becomes_a_path(client, couche, tmp_path):
    lay_down(client, couche, COMMUNES, "../../../etc/passwd")

    depot = Depot.objects.get()
    assert depot.nom == "passwd"
    assert [f.name for f in (tmp_path / "depots").iterdir()] == [depot.uid.hex]


def test_too_big_a_file_is_refused_and_not_kept(client, couche, tmp_path, monkeypatch):
    monkeypatch.setattr("booking.agents.secteurs.formulaires.depots.MAX_OCTETS", 10)

    answer = lay_down(client, couche, COMMUNES)

    assert answer.status_code == 400
    assert "Ce fichier dépasse" in answer.text
    assert not Depot.objects.exists()
    assert not (tmp_path / "depots").exists()


def test_a_deposit_is_forgotten_at_will(client, couche, tmp_path):
    lay_down(client, couche, COMMUNES)

    assert "Rien n’a été importé" in post(client, "echange_abandonner", couche).text
    assert not Depot.objects.exists()
    assert not list((tmp_path / "depots").iterdir())


def test_the_purge_forgets_deposits_after_a_day_and_files_that_no_row_names(couche, tmp_path):
    now = timezone.now()
    frais = depots.deposit(couche=couche, nom="b.csv", octets=[b"b"], now=now)
    depots.deposit(couche=couche, nom="a.csv", octets=[b"a"], now=now - dt.timedelta(hours=25))
    (tmp_path / "depots" / "perdu").write_bytes(b"x")

    demain = now + dt.timedelta(hours=23)
    assert depots.purge(now=now, simulate=True) == 1
    assert depots.purge(now=now) == 1
    assert list(Depot.objects.all()) == [frais]
    assert depots.purge(now=demain + dt.timedelta(hours=2)) == 1
    assert not list((tmp_path / "depots").iterdir())


def test_a_couche_keeps_its_latest_deposits_only(couche, monkeypatch):
    monkeypatch.setattr(depots, "MAX_PAR_COUCHE", 2)
    now = timezone.now()
    for n in range(3):
        le = now + dt.timedelta(minutes=n)
        depots.deposit(couche=couche, nom=f"{n}.csv", octets=[b"x"], now=le)

    assert [d.nom for d in Depot.objects.all()] == ["2.csv", "1.csv"]


def test_a_deposit_whose_file_is_lost_asks_for_it_again(client, couche):
    lay_down(client, couche, COMMUNES)
    depot = Depot.objects.get()
    depots.path_of(depot).unlink()

    assert "déposez-le à nouveau" in client.get(address("echange_depot", couche, depot.uid)).text


LECTURES = ("echange_depot", "echange_revoir", "echange_rapport")
GESTES = ("echange_importer", "echange_abandonner", "echange_projection", "echange_revoir")


def test_the_deposit_of_another_territoire_or_couche_is_not_found(client, couche):
    etrangere = CoucheFactory(slug="pmi")
    voisine = CoucheFactory(territoire=couche.territoire, slug="mds")
    now = timezone.now()
    for autre in (etrangere, voisine):
        uid = depots.deposit(couche=autre, nom="a.csv", octets=[b"a"], now=now).uid
        for vue in LECTURES:
            assert client.get(address(vue, couche, uid)).status_code == 404, vue
        for vue in GESTES:
            assert client.post(address(vue, couche, uid)).status_code == 404, vue
    assert Depot.objects.count() == 2


def test_an_agent_finds_no_door(equipe, couche):
    browser = signed_in(equipe.agent(equipe.pmi, role=Role.AGENT))

    assert browser.get(address("echanges", couche)).status_code == 404
    assert browser.get(address("echange_exporter", couche, "regles")).status_code == 404


@pytest.mark.parametrize("vue", GESTES[:3])
def test_reading_a_page_of_gestures_changes_nothing(client, couche, vue):
    lay_down(client, couche, COMMUNES)

    assert client.get(address(vue, couche, Depot.objects.get().uid)).status_code == 405
    assert not Secteur.objects.exists()


def test_a_long_file_costs_a_bounded_number_of_queries(
    client, couche, django_assert_max_num_queries
):
    lignes = "".join(f"99001;Rue des Lilas;{n};{n};Secteur {n % 40}\n" for n in range(400))
    lay_down(client, couche, "code_insee;voie;du;au;secteur\n" + lignes)
    uid = Depot.objects.get().uid

    with django_assert_max_num_queries(14):
        client.get(address("echange_depot", couche, uid))
    with django_assert_max_num_queries(30):
        client.post(address("echange_importer", couche, uid))


# --- exports ----------------------------------------------------------------------------------


def drawing(*noms, pas=0.1):
    entites = [
        {
            "type": "Feature",
            "properties": {"nom": nom},
            "geometry": square(2.0 + pas * rang, 44.0, 0.09),
        }
        for rang, nom in enumerate(noms)
    ]
    return json.dumps({"type": "FeatureCollection", "features": entites})


@pytest.fixture
def publiee(couche):
    """One commune, one polygon with a priority and dates, published."""
    nord = SecteurFactory(couche=couche, code="nord", nom="Nord")
    RegleFactory(secteur=nord, communes=["99001"])
    sud = SecteurFactory(couche=couche, code="sud", nom="Sud", priorite=3)
    RegleFactory(
        secteur=sud, genre="polygone", geometrie=square(2.1, 44.0, 0.05), priorite=2,
        valide_du=dt.date(2026, 1, 1), libelle="Le centre",
    )  # fmt: skip
    publish(couche=couche, now=timezone.now())
    couche.refresh_from_db()
    return couche


def said():
    champs = ("secteur__code", "genre", "communes", "geometrie", "priorite", "valide_du", "libelle")
    return list(Regle.objects.order_by("genre").values_list(*champs))


@pytest.mark.parametrize(("forme", "genre"), [("regles", "commune"), ("dessins", "polygone")])
def test_what_is_exported_comes_back_as_it_was(client, publiee, forme, genre):
    avant = said()
    fichier = client.get(address("echange_exporter", publiee, forme))
    assert "attachment" in fichier["Content-Disposition"]

    Regle.objects.filter(genre=genre).delete()
    lay_down(client, publiee, fichier.content)
    post(client, "echange_importer", publiee)

    assert said() == avant


def test_zones_leave_with_the_columns_and_commas_of_rdv_service_public(client, publiee):
    answer = client.get(address("echange_exporter", publiee, "rdv-service-public"))

    assert answer.text.splitlines()[:2] == [
        "sector_name,sector_id,city_code,city_name,street_name,street_code",
        "Nord,nord,99001,Valbrune,,",
    ]


def test_published_secteurs_leave_as_areas_once_published_only(client, couche, publiee):
    collection = client.get(address("echange_exporter", publiee, "secteurs")).json()
    assert {e["properties"]["code"] for e in collection["features"]} == {"nord", "sud"}

    jamais = CoucheFactory(territoire=couche.territoire, slug="jamais")
    assert client.get(address("echange_exporter", jamais, "secteurs")).status_code == 404
    assert "première publication" in client.get(address("echanges", jamais)).text
    assert client.get(address("echange_exporter", publiee, "inconnu")).status_code == 404


@pytest.mark.skipif(not processus.available(), reason="extra « sig » absent")
def test_a_geopackage_of_the_published_secteurs_comes_back(client, couche, publiee):
    fichier = client.get(address("echange_exporter", publiee, "geopackage"))
    copie = CoucheFactory(territoire=couche.territoire, slug="copie")

    assert "Dessin (GeoPackage)" in lay_down(client, copie, fichier.content).text
    post(client, "echange_importer", copie)

    assert sorted(copie.secteurs.values_list("code", flat=True)) == ["nord", "sud"]


def test_without_the_extra_the_page_says_how_to_have_it(client, publiee, monkeypatch):
    monkeypatch.setattr(processus, "find_spec", lambda nom: None)

    assert "ne lit pas encore Shapefile" in client.get(address("echanges", publiee)).text
    gpkg = b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(100)
    assert "pip install pyogrio pyproj" in lay_down(client, publiee, gpkg).text
    answer = client.get(address("echange_exporter", publiee, "geopackage"), follow=True)
    assert "pip install pyogrio pyproj" in answer.text
