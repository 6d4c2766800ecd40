"""A world made once a file, under a transaction that its tests never see.

A test's own transaction is then a savepoint over it. Files with real transactions
(`transaction=True`, a server in another process) cannot use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_for_the_file(django_db_blocker) -> Iterator[None]:
    """Enter, make the world, then `yield` under `django_db_blocker.block()`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
