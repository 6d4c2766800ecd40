"""A StreamField that keeps its blocks out of migrations.

Wagtail writes every block of a StreamField into its migrations: pages of generated text for each
word changed in a block. Blocks say how content is edited and shown, never how it is stored, so
migrations have no use for them.
"""

from __future__ import annotations

import json
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.fields import StreamField


class CorpsField(StreamField):
    """Migrations see `CorpsField([])`; data migrations read and write `raw_data`."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

    def to_python(self, value: Any) -> StreamValue:
        """Keep the stored content when no block is known.

        In a data migration the historical model has no block: Wagtail would drop each child of an
        unknown type, and saving the page would write an empty list over its content.
        """
        if not self.stream_block.child_blocks:
            raw = self._raw(value)
            if raw:
                stream = StreamValue(self.stream_block, raw, is_lazy=True)
                stream._stream_field = self
                return stream
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Without blocks, write back what was read (or what a data migration put in its place)."""
        if isinstance(value, StreamValue) and not self.stream_block.child_blocks:
            return list(value.raw_data)
        return super().get_prep_value(value)

    def _raw(self, value: Any) -> list[dict[str, Any]]:
        if isinstance(value, StreamValue):
            return list(value.raw_data)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return []
        return value if isinstance(value, list) else []
