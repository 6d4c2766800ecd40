"""Files of messages sent, one JSON object a line: the demonstration, and trials without a provider."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone


def append_line(path: Path, entry: dict[str, Any]) -> None:
    """Add one line in a single write, so that several processes never mix theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"le": timezone.now().isoformat(), **entry}, ensure_ascii=False) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every entry, oldest first; nothing when the file is not there yet."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
