"""Writing the draft of a couche: what is kept, and what is refused with which sentence."""

import datetime as dt

import pytest

from sectorisation.compilation import compile_couche
from sectorisation.edition import (
    Adresse,
    Communes,
    Polygone,
    Troncon,
    Voie,
    add_regle,
    add_secteur,
    change_regle,
    change_secteur,
    declare_cut,
    delete_regles,
    delete_secteur,
    move_regles,
    write_street,
)
from sectorisation.errors import EditionRefusee
from sectorisation.models import AncienneCommune, Couche, Regle, Secteur, Version
from sectorisation.publication import publish
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import CommuneFactory, CoucheFactory, SecteurFactory, square

NOW = dt.datetime(2027, 1, 11, 8, tzinfo=dt.UTC)
LILAS = Voie("99001", identifiants=("99001_0001",))


@pytest.fixture
def couche(avec_adresses) -> Couche:
    return CoucheFactory(territoire=avec_adresses, slug="pmi", nom="PMI")


@pytest.fixture
def nord(couche: Couche) -> Secteur:
    return SecteurFactory(couche=couche, code="1", nom="Nord")


@pytest.fixture
def sud(couche: Couche) -> Secteur:
    return SecteurFactory(couche=couche, code="2", nom="Sud")


def refusal(appel, **arguments) -> EditionRefusee:
    with pytest.raises(EditionRefusee) as refus:
        appel(**arguments)
    return refus.value


# --- secteurs -------------------------------------------------------------------------------------


def test_a_secteur_without_number_takes_the_next_one(couche, nord, sud):
    assert add_secteur(couche=couche, nom="  Est ").code == "3"


def test_every_write_gives_the_draft_a_new_number(couche, nord):
    avant = couche.brouillon
    regle = add_regle(secteur=nord, contenu=Communes(["99001"]))
    change_secteur(secteur=nord, nom="Nord", code="10")
    delete_regles(couche=couche, regles=[regle])

    couche.refresh_from_db()
    assert couche.brouillon == avant + 3


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({"nom": " ", "code": "3"}, "nom"),
        ({"nom": "x" * 101, "code": "3"}, "nom"),
        ({"nom": "Est", "code": "à l'est"}, "code"),
        ({"nom": "Est", "code": "1"}, "code"),
        ({"nom": "Est", "code": "3", "priorite": 1001}, "priorite"),
    ],
)
def test_a_secteur_badly_named_is_refused(couche, nord, valeurs, champ):
    assert refusal(add_secteur, couche=couche, **valeurs).champ == champ


def test_a_secteur_never_published_is_deleted_with_its_rules(couche, nord):
    add_regle(secteur=nord, contenu=Communes(["99001"]))

    delete_secteur(secteur=nord)

    assert not Regle.objects.exists()
    assert not Secteur._base_manager.filter(pk=nord.pk).exists()


def test_a_published_secteur_taken_out_still_answers_until_the_next_version(couche, nord, sud):
    add_regle(secteur=nord, contenu=Communes(["99001"]))
    add_regle(secteur=sud, contenu=Communes(["99002"]))
    publish(couche=couche, now=NOW)

    delete_secteur(secteur=nord)

    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.05, lat=44.05).secteur_id == nord.pk
    assert Secteur._base_manager.get(pk=nord.pk).retire
    assert list(couche.secteurs.all()) == [sud]
    compilation = compile_couche(couche, le=NOW.date())
    assert [s["id"] for s in compilation.contenu["secteurs"]] == [sud.pk]


def test_the_number_of_a_secteur_taken_out_can_be_given_again(couche, nord):
    Version.objects.create(couche=couche, numero=1, contenu={})
    delete_secteur(secteur=nord)

    assert add_secteur(couche=couche, nom="Nouveau nord", code="1").code == "1"


def test_an_odd_code_of_an_old_file_may_stay_and_no_new_one_is_taken(couche):
    secteur = SecteurFactory(couche=couche, code="1/2", nom="Nord")

    change_secteur(secteur=secteur, nom="Grand Nord", code="1/2")

    assert Secteur.objects.get().nom == "Grand Nord"
    assert refusal(change_secteur, secteur=secteur, nom="Nord", code="2/2").champ == "code"


def test_communes_are_declared_cut_by_their_present_code(couche, avec_adresses):
    valbrune = avec_adresses.communes.get(insee="99001")
    AncienneCommune.objects.create(
        territoire=avec_adresses, commune=valbrune, insee="99010", nom="Vieux Valbrune"
    )

    declare_cut(couche=couche, communes=["99010"])

    couche.refresh_from_db()
    assert couche.communes_coupees == ["99001"]
    assert refusal(declare_cut, couche=couche, communes=["75056"]).champ == "communes"


# --- rules ----------------------------------------------------------------------------------------


def test_a_street_is_known_by_its_identifier_and_by_its_name(nord):
    regle = add_regle(secteur=nord, contenu=Voie("99001", nom="r. des lilas", suffixes=("B",)))

    assert (regle.voies, regle.voie_nom) == (["99001_0001"], "Rue des Lilas")
    assert regle.suffixes == ["bis"]


def test_an_address_brings_its_street(nord):
    regle = add_regle(secteur=nord, contenu=Adresse("99001_0001_00012_bis", "12 bis rue des Lilas"))

    assert (regle.insee, regle.voie_nom, regle.numero_du) == ("99001", "Rue des Lilas", 12)
    assert regle.suffixes == ["bis"]


def test_a_polygon_keeps_its_hole_as_it_was_drawn(nord):
    dehors, trou = square(2.0, 44.0), square(2.02, 44.02, 0.01)
    dessin = {"type": "Polygon", "coordinates": dehors["coordinates"] + trou["coordinates"]}

    regle = add_regle(secteur=nord, contenu=Polygone(dessin, libelle="Nord"))

    regle.refresh_from_db()
    assert regle.geometrie == dessin


@pytest.mark.parametrize(
    ("contenu", "champ"),
    [
        (Communes([]), "communes"),
        (Communes(["75056"]), "communes"),
        (Voie("75056", nom="Rue des Lilas"), "commune"),
        (Voie("99001", nom="Rue des Roses"), "voie"),
        (Voie("99002", identifiants=("99001_0001",)), "voie"),
        (Voie("99001", identifiants=("99001_0001",), du=40, au=2), "au"),
        (Voie("99001", identifiants=("99001_0001",), du=-1), "du"),
        (Voie("99001", identifiants=("99001_0001",), du=3, au=3, parite="pairs"), "parite"),
        (Voie("99001", identifiants=("99001_0001",), parite="verts"), "parite"),
        (Adresse("99001_0001_00099"), "adresse"),
        (Adresse("75056_0001_00001"), "adresse"),
        (Polygone({"type": "Point", "coordinates": [2, 44]}), "geometrie"),
        (
            Polygone(
                {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
            ),
            "geometrie",
        ),
    ],
)
def test_a_rule_about_nothing_known_is_refused(nord, contenu, champ):
    assert refusal(add_regle, secteur=nord, contenu=contenu).champ == champ
    assert not Regle.objects.exists()


def test_a_street_not_yet_in_the_address_base_can_be_kept_by_its_name(nord):
    regle = add_regle(secteur=nord, contenu=Voie("99001", nom="Rue des Roses", nouvelle=True))

    assert (regle.voies, regle.nom_normalise) == ([], "rue roses")


def test_dates_and_priority_out_of_order_are_refused(nord):
    jour = dt.date(2027, 1, 1)
    veille = jour - dt.timedelta(days=1)

    assert refusal(
        add_regle, secteur=nord, contenu=LILAS, valide_du=jour, valide_au=veille
    ).champ == ("valide_au")
    assert refusal(add_regle, secteur=nord, contenu=LILAS, priorite=-1001).champ == "priorite"


def test_the_same_rule_is_not_written_twice_in_a_secteur(nord, sud):
    add_regle(secteur=nord, contenu=LILAS)

    assert "déjà" in refusal(add_regle, secteur=nord, contenu=LILAS).phrase
    add_regle(secteur=sud, contenu=LILAS)


def test_a_rule_whose_street_left_the_base_can_still_be_narrowed(couche, nord):
    regle = Regle.objects.create(
        secteur=nord, genre="voie", insee="99001", voies=["99001_9999"], voie_nom="Rue Perdue"
    )

    change_regle(regle=regle, contenu=Voie("99001", "Rue Perdue", ("99001_9999",), du=2, au=8))

    regle.refresh_from_db()
    assert (regle.numero_du, regle.numero_au) == (2, 8)


def test_a_rule_does_not_change_its_kind(nord):
    regle = add_regle(secteur=nord, contenu=LILAS)

    refusal(change_regle, regle=regle, contenu=Communes(["99001"]))


def test_rules_are_moved_and_deleted_within_their_couche_only(couche, nord, sud):
    ici = add_regle(secteur=nord, contenu=LILAS)
    ailleurs = Regle.objects.create(
        secteur=SecteurFactory(couche=CoucheFactory(territoire=couche.territoire)),
        genre="commune",
        communes=["99001"],
    )

    assert move_regles(couche=couche, regles=[ici, ailleurs], secteur=sud) == 1
    assert delete_regles(couche=couche, regles=[ici, ailleurs]) == 1
    assert list(Regle.objects.all()) == [ailleurs]


def test_the_secteur_of_another_couche_is_refused(couche, nord):
    regle = add_regle(secteur=nord, contenu=LILAS)
    etranger = SecteurFactory(couche=CoucheFactory(territoire=couche.territoire))

    for appel, reste in ((change_regle, {"regle": regle, "contenu": LILAS}),):
        assert refusal(appel, secteur=etranger, **reste).champ == "secteur"
    assert refusal(move_regles, couche=couche, regles=[regle], secteur=etranger).champ == "secteur"


def test_the_commune_of_another_territoire_is_refused(nord):
    CommuneFactory(insee="99500", nom="Ailleurs")

    assert refusal(add_regle, secteur=nord, contenu=Communes(["99500"])).champ == "communes"


# --- a whole street -------------------------------------------------------------------------------


def test_a_street_is_shared_between_two_secteurs_in_one_go(couche, nord, sud):
    ancienne = add_regle(secteur=nord, contenu=LILAS)
    pairs = Voie("99001", identifiants=("99001_0001",), parite="pairs")
    impairs = Voie("99001", identifiants=("99001_0001",), parite="impairs")

    write_street(
        couche=couche,
        troncons=[Troncon(nord, pairs, regle=ancienne), Troncon(sud, impairs)],
    )

    assert [(r.secteur, r.parite) for r in Regle.objects.order_by("id")] == [
        (nord, "pairs"),
        (sud, "impairs"),
    ]


def test_a_refused_part_names_its_line_and_nothing_is_written(couche, nord, sud):
    ancienne = add_regle(secteur=nord, contenu=LILAS)
    envers = Voie("99001", identifiants=("99001_0001",), du=9, au=1)

    refus = refusal(
        write_street,
        couche=couche,
        troncons=[Troncon(nord, LILAS), Troncon(sud, envers)],
        retirees=[ancienne],
    )

    assert (refus.rang, refus.champ) == (1, "au")
    assert list(Regle.objects.all()) == [ancienne]


def test_the_same_numbers_for_two_secteurs_are_refused(couche, nord, sud):
    refus = refusal(
        write_street, couche=couche, troncons=[Troncon(nord, LILAS), Troncon(sud, LILAS)]
    )

    assert refus.rang == 1
