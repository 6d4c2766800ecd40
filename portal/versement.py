"""Rows by the hundred thousand: COPY on PostgreSQL, one prepared INSERT elsewhere.

For rows that a program makes and vouches for: no signal, no save(), no check but the database's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections, models


class Versement:
    """Pours rows of one model, whose columns are of two kinds.

    `variables` names the fields every row gives, the primary key first. All others hold one value,
    from `constantes` or the field's default, prepared once.
    """

    def __init__(
        self, model: type[models.Model], variables: Sequence[str], **constantes: Any
    ) -> None:
        self.model = model
        fields = [model._meta.get_field(name) for name in variables]
        others = [f for f in model._meta.concrete_fields if f not in fields]
        template = model(**constantes)
        self._fields = fields
        self._same = tuple(
            f.get_db_prep_save(f.pre_save(template, True), connection) for f in others
        )
        self._columns = ", ".join(connection.ops.quote_name(f.column) for f in [*fields, *others])
        self._table = connection.ops.quote_name(model._meta.db_table)

    def next_key(self) -> int:
        """The first primary key that is free."""
        return (self.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def pour(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows given as plain values of `variables`, in that order."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._copy(cursor, rows)
            else:
                self._insert(cursor, rows)

    def _copy(self, cursor: Any, rows: Iterable[Sequence[Any]]) -> None:
        same = self._same
        with cursor.copy(f"COPY {self._table} ({self._columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, *same))

    def _insert(self, cursor: Any, rows: Iterable[Sequence[Any]]) -> None:
        """As the fields write them: unlike psycopg, sqlite3 knows neither dates nor UUIDs."""
        same, here = self._same, connections[connection.alias]
        prepare = [field.get_db_prep_save for field in self._fields]
        marks = ", ".join(["%s"] * (len(prepare) + len(same)))
        cursor.executemany(
            f"INSERT INTO {self._table} ({self._columns}) VALUES ({marks})",  # noqa: S608
            [
                (*[prep(value, here) for prep, value in zip(prepare, row, strict=True)], *same)
                for row in rows
            ],
        )

    def release_keys(self) -> None:
        """Let the next ordinary insertion take a key after the last one poured."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
