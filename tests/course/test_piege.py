"""The tripwire: without lock, re-check and constraint, the same race has several winners.

If this test ever fails, the races beside it prove nothing any more.
"""

from django.db import connection

from tests.course.client import together
from tests.course.monde import monde

ENVIRONNEMENT = {"PARVIS_TENUES": "non", "PARVIS_COURSE_SANS_GARDE": "oui"}


def test_without_its_guards_one_start_is_given_several_times(serveur):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE booking_occupation DROP CONSTRAINT occupation_sans_chevauchement"
            )
    m = monde(serveur)
    # Enough for four of them to meet in one of the two processes.
    ready = m.crowd_before_the_last_page(12)
    answers = together([lambda v=v, page=page: v.confirm(page) for v, page in ready])
    winners = sum(a.status_code == 302 for a in answers)
    assert winners >= 2
    assert len(m.rdvs()) == winners
    assert m.overlaps() >= 1
