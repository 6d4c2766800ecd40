"""At the hold: forty people choose at the same instant."""

import datetime as dt

import pytest

from booking.models import Occupation
from tests.course.client import Visiteur, alternatives_of, forms_of, starts_of, together
from tests.course.monde import FOULE, GROUPE, monde


def choose(m, visiteurs, value_of):
    """All read step 4, then all send their choice together."""

    def choice(n, visiteur):
        page = visiteur.get(m.creneaux)
        form, first = starts_of(page)[0]
        value = value_of(n, first)
        return lambda: visiteur.send(page, form, creneau=value)

    return together([choice(n, visiteur) for n, visiteur in enumerate(visiteurs)])


def sort_out(answers):
    won = [a for a in answers if a.status_code == 302]
    refused = [a for a in answers if a.status_code == 409]
    assert len(won) + len(refused) == len(answers), {a.status_code for a in answers}
    return won, refused


def test_one_start_is_held_by_one_of_forty_and_the_others_see_alternatives(serveur):
    m = monde(serveur)
    won, refused = sort_out(choose(m, m.crowd(), lambda n, value: value))
    assert (len(won), len(refused)) == (1, FOULE - 1)
    assert all(len(alternatives_of(page)) >= 3 for page in refused)
    assert Occupation.objects.filter(agent__in=m.agents).count() == 1


def test_one_start_with_five_free_agents_is_held_by_five(serveur):
    m = monde(serveur, agents=5)
    won, refused = sort_out(choose(m, m.crowd(GROUPE), lambda n, value: value))
    assert (len(won), len(refused)) == (5, GROUPE - 5)
    assert m.overlaps() == 0


def test_overlapping_starts_of_one_agent_are_held_by_one(serveur):
    m = monde(serveur)
    # 9:00, 9:05… 9:25, signed as a page would have: every pair of them overlaps.
    starts = [m.signed(m.premier + n * dt.timedelta(minutes=5)) for n in range(6)]
    won, refused = sort_out(choose(m, m.crowd(GROUPE), lambda n, value: starts[n % 6]))
    assert (len(won), len(refused)) == (1, GROUPE - 1)
    assert m.overlaps() == 0


def test_whoever_holds_books_and_the_double_click_finds_the_same_rdv(serveur):
    m = monde(serveur)
    visiteur = Visiteur(serveur)
    page = visiteur.get(m.creneaux)
    form, value = starts_of(page)[0]
    page = visiteur.fill_coordonnees(visiteur.send(page, form, follow=True, creneau=value))
    answers = together([lambda: visiteur.confirm(page) for _ in range(10)])
    assert {a.status_code for a in answers} == {302}
    assert len({a.headers["Location"] for a in answers}) == 1
    [rdv] = m.rdvs()
    again = visiteur.confirm(page)
    assert again.headers["Location"] == answers[0].headers["Location"]
    assert rdv.messages.filter(genre="confirmation").count() == 1


def test_a_refused_visitor_takes_an_alternative_in_one_gesture(serveur):
    m = monde(serveur)
    first, second = m.crowd(2)
    pages = [v.get(m.creneaux) for v in (first, second)]
    for v, page in zip((first, second), pages, strict=True):
        form, value = starts_of(page)[0]
        answer = v.send(page, form, creneau=value)
    other = alternatives_of(answer)[0]
    assert second.send(answer, other, follow=True).status_code == 200
    assert Occupation.objects.filter(agent__in=m.agents).count() == 2
    assert any("prenom" in f.champs for f in forms_of(second.send(answer, other, follow=True)))


@pytest.mark.parametrize("agents", [1])
def test_booking_and_absence_at_once_never_leave_an_rdv_unseen(serveur, agents):
    """An absence posted at the same instant either refuses the booking or lists its Rdv."""
    from django.db import connections
    from django.utils import timezone

    from booking.services.absences import add_absence

    m = monde(serveur, agents=agents)
    visiteur = Visiteur(serveur)
    debut = m.premier
    page = visiteur.get(m.creneaux)
    form, value = starts_of(page)[0]
    page = visiteur.fill_coordonnees(visiteur.send(page, form, follow=True, creneau=value))

    def be_away():
        try:
            day = debut.astimezone(m.motif.territoire.zone).date()
            return add_absence(agent=m.agents[0], premier_jour=day, now=timezone.now())[1]
        finally:
            connections.close_all()

    answer, seen = together([lambda: visiteur.confirm(page), be_away])
    booked = m.rdvs()
    assert answer.status_code in (302, 409)
    assert bool(booked) == (answer.status_code == 302)
    if booked:
        # Written before the absence: the agent was told. Never after it.
        assert booked == seen
