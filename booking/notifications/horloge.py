"""The database's clock: leases and due times are judged by one clock, whatever the hosts think."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection

Clock = Callable[[], dt.datetime]


def db_now() -> dt.datetime:
    """The instant on the database's side, aware, in UTC.

    On PostgreSQL the wall clock rather than `now()`, which stands still during a transaction.
    SQLite has the clock of its host, the only one there is.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0].astimezone(dt.UTC)
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)
