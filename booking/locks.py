"""The one lock of booking: an agent's diary, for the length of a transaction (decision 10)."""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction

# First key of the two-key advisory lock: "agenda". Keeps clear of locks taken elsewhere.
_AGENDA = 0x41474E44
_ATTENTE = "3s"


# What PostgreSQL answers when someone else was there first: a lock too long in coming, an interval
# or a unique value taken, a deadlock it had to break.
_CONFLITS = {"55P03", "23P01", "23505", "40P01"}


def lock_agent(agent_id: int) -> None:
    """Wait for, and take, the diary of one agent until the transaction (or savepoint) ends.

    Rolling the savepoint back frees it, so an attempt on the next agent never holds two: no
    deadlock. On SQLite the immediate transaction already makes this writer the only one. A wait
    of more than three seconds is a database error that `is_conflict` knows.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_agent() hors d'une transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The second key is an int4: the modulo only makes two agents share a queue, never a slot.
            # One round trip for both: the wait is bounded before the lock is asked for.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s) FROM set_config('lock_timeout', %s, true)",
                [_AGENDA, agent_id % 2**31, _ATTENTE],
            )


def is_conflict(error: DatabaseError) -> bool:
    """Whether a refusal of the database means "someone else was first", and not a fault of ours.

    The savepoint it happened in must be rolled back before anything else is asked.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _CONFLITS if state else "UNIQUE constraint failed" in str(error)
