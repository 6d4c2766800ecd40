"""A visitor's hold is found by its index, whatever the size of the diaries."""

import pytest
from django.db import connection

from booking.models import Occupation


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="le plan de SQLite : il s'y trompait")
def test_finding_the_hold_of_a_visitor_never_reads_the_whole_table():
    rows = Occupation.objects.held_by("a" * 64)
    plan = rows.explain()
    assert "USING INDEX occupation_une_tenue_par_visiteur" in plan
    assert "SCAN" not in plan
