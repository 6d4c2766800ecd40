"""One stylesheet a component in the sources, one file a face on the wire.

`css/parvis.css` (everyone), `css/agents.css` (agents) and `css/secteurs.css` (référents, on the
pages of a couche) are put together from `static/css/` by a static files finder: no bundler, and
`runserver`, WhiteNoise and `collectstatic` all go through it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "static" / "css"
FEUILLES = {
    "css/parvis.css": ("*.css", "composants/*.css"),
    "css/agents.css": ("agents/*.css",),
    "css/secteurs.css": ("secteurs/*.css",),
}


class FeuillesFinder(BaseFinder):
    """Builds a sheet when one of its parts is newer, then serves it like any file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "feuilles")
        self.storage.prefix = ""  # read by collectstatic
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in FEUILLES:
            return []
        found = build(path, Path(self.storage.location))
        return [str(found)] if find_all else str(found)

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in FEUILLES:
            build(path, Path(self.storage.location))
            yield path, self.storage


def build(path: str, dossier: Path) -> Path:
    """Join the parts of one sheet in name order; written beside then renamed, as readers may be many."""
    parts = [part for pattern in FEUILLES[path] for part in sorted(SOURCES.glob(pattern))]
    target = dossier / path
    newest = max(part.stat().st_mtime_ns for part in parts)
    if target.exists() and target.stat().st_mtime_ns >= newest:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=target.parent, delete=False, encoding="utf-8"
    ) as draft:
        draft.writelines(part.read_text(encoding="utf-8") for part in parts)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, target)
    return target
