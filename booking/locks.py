"""The one lock of booking: an agent's diary, for the length of a transaction (decision 10)."""

from __future__ import annotations

from django.db import OperationalError, connection, transaction

# First key of the two-key advisory lock: "agenda". Keeps clear of locks taken elsewhere.
_AGENDA = 0x41474E44
_ATTENTE = "3s"


_LOCK_NOT_AVAILABLE = "55P03"


class AgendaVerrouille(Exception):
    """The diary stayed locked too long: another agent may be tried."""


def lock_agent(agent_id: int) -> None:
    """Wait for, and take, the diary of one agent until the transaction (or savepoint) ends.

    Rolling the savepoint back frees it, so an attempt on the next agent never holds two: no
    deadlock. On SQLite the immediate transaction already makes this writer the only one. Raises
    AgendaVerrouille when the wait is too long; the savepoint must then be rolled back.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_agent() hors d'une transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [_ATTENTE])
            # The second key is an int4: the modulo only makes two agents share a queue, never a slot.
            try:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_AGENDA, agent_id % 2**31])
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                    raise AgendaVerrouille from error
                raise
