"""Whose file it is: recognised with care, never across the border of a discreet service."""

import datetime as dt

import pytest

from booking.models import Proche, Usager
from tests.booking.monde import DEBUT, book, demande, monde

pytestmark = pytest.mark.django_db
DEMI_HEURE = dt.timedelta(minutes=30)


def usager_of(reservation) -> Usager:
    return reservation.rdv.participations.get().usager


def twice(m, first: dict, second: dict) -> tuple[Usager, Usager]:
    return (
        usager_of(book(m, demande=demande(**first))),
        usager_of(book(m, DEBUT + DEMI_HEURE, demande=demande(**second))),
    )


def test_the_same_name_and_contacts_find_the_same_file():
    one, two = twice(
        monde(),
        {"prenom": "Inès", "nom": "Le Goff", "email": "I@example.org"},
        {"prenom": "ines", "nom": "LE-GOFF", "email": "i@example.org"},
    )
    assert one == two


@pytest.mark.parametrize(
    "change",
    [
        {"telephone": "+33639981246"},
        {"email": "autre@example.org"},
        {"prenom": "Paul"},
        {"naissance": dt.date(2000, 1, 2)},
    ],
)
def test_anything_that_differs_makes_another_file(change):
    same = {"prenom": "Claire", "nom": "Moreau", "naissance": dt.date(1990, 1, 1)}
    one, two = twice(monde(), same, same | change)
    assert one != two


def test_a_name_without_contact_recognises_nobody():
    m = monde(contacts=["aucun"])
    same = {"nom": "Moreau", "telephone": ""}
    one, two = twice(m, same, same)
    assert one != two


def test_a_discreet_service_recognises_nobody_not_even_within():
    m = monde()
    m.motif.service.discret = True
    m.motif.service.save()
    one, two = twice(m, {"nom": "Moreau"}, {"nom": "Moreau"})
    assert one != two
    assert one.compartiment == m.motif.service


def test_a_file_of_a_discreet_service_is_not_found_from_outside():
    m = monde()
    m.motif.service.discret = True
    m.motif.service.save()
    inside = usager_of(book(m, demande=demande(nom="Moreau")))
    m.motif.service.discret = False
    m.motif.service.save()
    outside = usager_of(book(m, DEBUT + DEMI_HEURE, demande=demande(nom="Moreau")))
    assert outside != inside


def test_files_of_two_territoires_stay_apart():
    one = usager_of(book(monde(), demande=demande(nom="Moreau")))
    two = usager_of(book(monde(), demande=demande(nom="Moreau")))
    assert one != two


def test_an_rdv_for_a_proche_keeps_both():
    m = monde()
    first = demande(nom="Moreau", proche_prenom="Inès", proche_nom="Moreau")
    rdv = book(m, demande=first).rdv
    again = book(
        m,
        DEBUT + DEMI_HEURE,
        demande=demande(nom="Moreau", proche_prenom="inès", proche_nom="Moreau"),
    ).rdv
    assert str(rdv.participations.get().proche) == "Inès Moreau"
    assert again.participations.get().proche == rdv.participations.get().proche
    assert Proche.objects.count() == 1
