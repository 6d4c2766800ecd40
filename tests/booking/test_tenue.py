"""Holding a start while one types: ten minutes, for real."""

import datetime as dt

import pytest

from booking.errors import CreneauImpossible, CreneauPris, MotifFerme, TenueExpiree
from booking.models import Etape, Nature, Occupation
from booking.services import tenue
from booking.services.tenue import current_hold, hold_creneau, release_hold, renew_hold
from tests.booking.monde import DEBUT, NOW, book, monde
from tests.factories.booking import AbsenceFactory

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def hold(m, debut=DEBUT, *, visiteur="visiteur", now=NOW, signe=False, **kwargs):
    return hold_creneau(
        motif=m.motif, lieu=m.lieu, debut=debut, visiteur=visiteur, now=now, signe=signe, **kwargs
    )


def test_a_hold_takes_the_start_for_ten_minutes():
    m = monde()
    held = hold(m)
    assert (held.nature, held.expire) == (Nature.TENUE, NOW + 10 * MINUTE)
    with pytest.raises(CreneauPris) as refus:
        hold(m, visiteur="autre")
    assert len(refus.value.alternatives) == 3


def test_only_the_fingerprint_of_the_visitor_is_stored():
    assert "visiteur" not in hold(monde()).visiteur


def test_an_expired_hold_is_given_to_the_next_visitor():
    m = monde()
    hold(m)
    assert hold(m, visiteur="autre", now=NOW + 10 * MINUTE).visiteur
    assert Occupation.objects.count() == 1


def test_choosing_another_start_replaces_the_hold():
    m = monde()
    hold(m)
    hold(m, DEBUT + 30 * MINUTE)
    assert Occupation.objects.get().debut == DEBUT + 30 * MINUTE


def test_a_refused_choice_keeps_the_former_hold():
    m = monde()
    book(m, DEBUT + 30 * MINUTE)
    hold(m)
    with pytest.raises(CreneauPris):
        hold(m, DEBUT + 30 * MINUTE)
    assert current_hold(visiteur="visiteur", now=NOW).debut == DEBUT


def test_the_same_start_chosen_twice_is_one_hold():
    m = monde(2)
    assert hold(m) == hold(m, now=NOW + MINUTE)
    assert Occupation.objects.count() == 1


def test_the_least_busy_agent_is_held_first():
    m = monde(2)
    busy, other = m.agents
    Occupation.objects.create(
        agent=busy, debut=DEBUT + 60 * MINUTE, fin=DEBUT + 90 * MINUTE, nature=Nature.RDV
    )
    assert hold(m).agent == other


def test_a_hold_is_renewed_once():
    m = monde()
    hold(m)
    later = NOW + 9 * MINUTE
    assert renew_hold(visiteur="visiteur", now=later).expire == later + 10 * MINUTE
    with pytest.raises(TenueExpiree):
        renew_hold(visiteur="visiteur", now=later + MINUTE)


def test_an_expired_hold_cannot_be_renewed():
    hold(monde())
    with pytest.raises(TenueExpiree):
        renew_hold(visiteur="visiteur", now=NOW + 10 * MINUTE)


def test_releasing_gives_the_start_back():
    m = monde()
    hold(m)
    release_hold(visiteur="visiteur")
    assert hold(m, visiteur="autre")


def test_a_signed_start_off_the_grid_is_held():
    m = monde()
    assert hold(m, DEBUT + 10 * MINUTE, signe=True).debut == DEBUT + 10 * MINUTE


def test_an_unsigned_start_off_the_grid_is_impossible():
    with pytest.raises(CreneauImpossible):
        hold(monde(), DEBUT + 10 * MINUTE)


@pytest.mark.parametrize(
    "debut",
    [
        NOW - MINUTE,
        DEBUT + dt.timedelta(days=1),
        DEBUT.replace(year=9998),
        DEBUT + dt.timedelta(seconds=1),
        DEBUT.replace(tzinfo=None),
        DEBUT + dt.timedelta(days=7 * 52),
    ],
    ids=["past", "no opening", "year 9998", "half a minute", "naive", "beyond the delay"],
)
def test_a_start_no_page_offered_is_impossible(debut):
    with pytest.raises(CreneauImpossible):
        hold(monde(), debut, signe=True)


def test_a_site_of_another_territoire_is_impossible():
    m, other = monde(), monde()
    with pytest.raises(CreneauImpossible):
        hold_creneau(motif=m.motif, lieu=other.lieu, debut=DEBUT, visiteur="v", now=NOW, signe=True)


def test_a_motif_not_open_online_cannot_be_held():
    with pytest.raises(MotifFerme):
        hold(monde(ouverture=Etape.SECRETARIAT))


def test_an_absence_posted_since_the_page_refuses_the_start():
    m = monde()
    AbsenceFactory(agent=m.agents[0])
    with pytest.raises(CreneauPris):
        hold(m, signe=True)


def test_with_holds_off_the_start_is_only_checked(settings):
    settings.PARVIS_TENUES = False
    m = monde()
    assert hold(m) is None
    book(m)
    with pytest.raises(CreneauPris):
        hold(m)


def test_beyond_a_fifth_of_the_free_starts_the_journey_goes_on_without(monkeypatch):
    monkeypatch.setattr(tenue, "TOUJOURS_PERMISES", 2)
    m = monde(delai_max=8 * 24 * 60)  # two Mondays: twelve starts
    assert hold(m, visiteur="a")
    assert hold(m, DEBUT + 30 * MINUTE, visiteur="b")
    # Ten starts remain: a fifth of them is two.
    assert hold(m, DEBUT + 60 * MINUTE, visiteur="c") is None
    assert Occupation.objects.count() == 2


def test_two_agents_give_two_holds_of_one_start():
    m = monde(2)
    assert hold(m, visiteur="a").agent != hold(m, visiteur="b").agent
    with pytest.raises(CreneauPris):
        hold(m, visiteur="c")


def test_tidying_removes_expired_holds_only():
    m = monde(2)
    hold(m, visiteur="a")
    hold(m, visiteur="b", now=NOW + 5 * MINUTE)
    assert tenue.drop_expired(now=NOW + 10 * MINUTE) == 1
    assert current_hold(visiteur="b", now=NOW + 10 * MINUTE)
