"""A suspension announced for a service or a site takes its starts away from usagers."""

import datetime as dt

import pytest

from booking.errors import CreneauImpossible
from booking.models import Mode
from booking.services.disponibilites import Face, next_par_lieu
from booking.services.perturbations import announce
from tests.booking.monde import DEBUT, NOW, book, monde
from tests.factories.booking import LieuFactory, ServiceFactory

HEURE = dt.timedelta(hours=1)


def suspendre(m, debut=DEBUT, fin=DEBUT + 2 * HEURE, **touche):
    announce(
        territoire=m.territoire, gene=touche.pop("gene", "suspendu"), texte="Équipe absente",
        debut=debut, fin=fin, now=NOW, **touche,
    )  # fmt: skip


def prochain(m, **options):
    found = next_par_lieu(motif=m.motif, lieux=[m.lieu], now=DEBUT - HEURE, **options)[m.lieu.pk]
    return found and found.debut


@pytest.fixture
def m(db):
    return monde(delai_min=0)


def test_the_first_start_follows_the_end_of_a_suspended_service(m):
    suspendre(m, service=m.motif.service)
    assert prochain(m) == DEBUT + 2 * HEURE


def test_a_suspended_site_keeps_the_telephone(m):
    suspendre(m, lieu=m.lieu)
    assert prochain(m) == DEBUT + 2 * HEURE
    m.motif.mode = Mode.TELEPHONE
    m.motif.save()
    assert prochain(m) == DEBUT


def test_a_service_suspended_at_a_site_receives_nobody_there_in_any_mode(m):
    m.motif.mode = Mode.TELEPHONE
    m.motif.save()
    suspendre(m, service=m.motif.service, lieu=m.lieu)
    assert prochain(m) == DEBUT + 2 * HEURE


def test_a_start_that_would_last_into_a_suspension_is_not_offered(m):
    suspendre(m, debut=DEBUT + 10 * HEURE / 60, service=m.motif.service)
    assert prochain(m) == DEBUT + 2 * HEURE


@pytest.mark.parametrize("touche", ["reduit", "service", "lieu"])
def test_what_is_not_suspended_here_goes_on(m, touche):
    if touche == "reduit":
        suspendre(m, service=m.motif.service, gene="reduit")
    elif touche == "service":
        suspendre(m, service=ServiceFactory(territoire=m.territoire))
    else:
        suspendre(m, lieu=LieuFactory(territoire=m.territoire))
    assert prochain(m) == DEBUT


def test_an_agent_may_still_book_during_a_suspension(m):
    suspendre(m, service=m.motif.service)
    assert prochain(m, face=Face.SECRETARIAT) == DEBUT


def test_a_suspended_start_is_refused_at_booking(m):
    suspendre(m, service=m.motif.service)
    with pytest.raises(CreneauImpossible):
        book(m)
