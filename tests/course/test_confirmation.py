"""At the confirmation, with holds off: the last page decides."""

from tests.course.client import alternatives_of, together
from tests.course.monde import FOULE, GROUPE, monde

ENVIRONNEMENT = {"PARVIS_TENUES": "non"}


def confirm_together(m, size):
    ready = m.crowd_before_the_last_page(size)
    return together([lambda v=v, page=page: v.confirm(page) for v, page in ready])


def tally(answers):
    return {code: sum(a.status_code == code for a in answers) for code in (302, 409)}


def test_one_start_is_booked_by_one_of_forty_and_the_others_see_alternatives(serveur):
    m = monde(serveur)
    answers = confirm_together(m, FOULE)
    assert tally(answers) == {302: 1, 409: FOULE - 1}
    assert all(len(alternatives_of(a)) >= 3 for a in answers if a.status_code == 409)
    assert len(m.rdvs()) == 1


def test_one_start_with_five_free_agents_is_booked_by_five(serveur):
    m = monde(serveur, agents=5)
    assert tally(confirm_together(m, GROUPE)) == {302: 5, 409: GROUPE - 5}
    rdvs = m.rdvs()
    assert len({rdv.agent_id for rdv in rdvs}) == 5
    assert m.overlaps() == 0


def test_a_doubled_submission_gives_one_rdv(serveur):
    m = monde(serveur, agents=5)
    [(visiteur, page)] = m.crowd_before_the_last_page(1)
    answers = together([lambda: visiteur.confirm(page) for _ in range(10)])
    assert {a.status_code for a in answers} == {302}
    assert len({a.headers["Location"] for a in answers}) == 1
    assert len(m.rdvs()) == 1
