"""Facts of services and sites, edited in /cms/: written once, for every face."""

import pytest

from booking.models import Lieu, Service
from booking.saisie_horaires import (
    SaisieIllisible,
    parse_closures,
    parse_openings,
    parse_permanences,
    write_closures,
    write_openings,
    write_permanences,
)
from tests.factories.booking import LieuFactory, ServiceFactory


@pytest.mark.parametrize(
    "text", ["8h30-12h, 13:30-17:00", "13 h 30 – 17 h ; 8:30 à 12:00", "de 8h30 à 12h et 13h30-17h"]
)
def test_hours_are_read_as_people_write_them(text):
    read = parse_openings(text)
    assert read == [["08:30", "12:00"], ["13:30", "17:00"]]
    assert parse_openings(write_openings(read)) == read


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("le matin", "ne se lit pas"),
        ("25:00-26:00", "ne se lit pas"),
        ("17:00-9:00", "finit avant de commencer"),
        ("9:00-9:00", "finit avant de commencer"),
        ("9:00-12:00, 11:00-14:00", "se chevauchent"),
    ],
)
def test_impossible_hours_are_refused_in_a_sentence(text, phrase):
    with pytest.raises(SaisieIllisible, match=phrase):
        parse_openings(text)


def test_closures_and_permanences_are_read_back_as_written():
    text = "24/12/2026 au 26/12/2026 : Noël\n04/01/2027"
    assert write_closures(parse_closures(text)) == text
    text = "Pesée des bébés : mardi 09:00-11:00\nPesée des bébés : jeudi 14:00-16:00"
    assert write_permanences(parse_permanences(text)) == text


@pytest.mark.parametrize(
    "text", ["Noël", "31/02/2027", "26/12/2026 au 24/12/2026", "24/12/2026 bis"]
)
def test_impossible_closures_are_refused(text):
    with pytest.raises(SaisieIllisible):
        parse_closures(text)


@pytest.mark.parametrize("text", ["Pesée", "Pesée : demain 9:00-11:00", "Pesée : mardi"])
def test_impossible_permanences_are_refused(text):
    with pytest.raises(SaisieIllisible):
        parse_permanences(text)


def test_rows_an_import_left_unreadable_are_forgotten_not_fatal():
    assert write_permanences([None, {"nom": "A"}, {"nom": "B", "horaires": {"x": []}}]) == ""
    assert write_closures([None, {"debut": "hier"}]) == ""


@pytest.fixture
def lieu(portail):
    return LieuFactory(territoire=portail.territoire, horaires={"0": [["09:00", "12:00"]]})


def test_an_editor_writes_the_facts_of_a_site_once(redaction, portail, lieu):
    before = portail.publication
    saisie = {"jour_0": "8h30-12h", "fermetures": "24/12/2027 : Noël", "fauteuil": "on"}
    response = redaction.post(f"/cms/faits/lieux/{lieu.pk}/", saisie)
    assert response.status_code == 302
    lieu.refresh_from_db()
    portail.refresh_from_db()
    assert lieu.horaires == {"0": [["08:30", "12:00"]]}
    assert lieu.fermetures == [{"debut": "2027-12-24", "fin": "2027-12-24", "raison": "Noël"}]
    assert lieu.fauteuil
    assert portail.publication > before


def test_a_refused_site_keeps_what_was_typed_and_changes_nothing(redaction, lieu):
    saisie = {"jour_0": "17:00-9:00", "acces": "Bus 2"}
    response = redaction.post(f"/cms/faits/lieux/{lieu.pk}/", saisie)
    html = response.content.decode()
    assert response.status_code == 422
    assert "finit avant de commencer" in html
    assert "17:00-9:00" in html
    assert "Bus 2" in html
    assert Lieu.objects.get().horaires == {"0": [["09:00", "12:00"]]}


def test_an_editor_writes_the_facts_of_a_service(redaction, portail):
    service = ServiceFactory(territoire=portail.territoire, discret=True)
    saisie = {"pieces": "Carnet de santé\n\n Ordonnance ", "public": "Tous", "discret": ""}
    assert redaction.post(f"/cms/faits/services/{service.pk}/", saisie).status_code == 302
    service = Service.objects.get(pk=service.pk)
    assert service.pieces == ["Carnet de santé", "Ordonnance"]
    assert service.public == "Tous"
    assert service.discret


def test_the_facts_of_a_neighbour_are_out_of_reach(redaction, admin_client, voisin):
    ailleurs = LieuFactory(territoire=voisin.territoire, nom="Ailleurs")
    service = ServiceFactory(territoire=voisin.territoire)
    for chemin in (f"/cms/faits/lieux/{ailleurs.pk}/", f"/cms/faits/services/{service.pk}/"):
        assert redaction.get(chemin).status_code == 404
        response = admin_client.get(chemin, headers={"host": "a.example.test"})
        assert response.status_code == 404
    assert "Ailleurs" not in redaction.get("/cms/faits/").content.decode()
