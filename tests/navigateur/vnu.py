"""The Nu HTML checker, run once over saved pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import RACINE

JAR = RACINE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def missing() -> str:
    """Why the checker cannot run here; empty when it can."""
    if not shutil.which("java"):
        return "java n’est pas installé (default-jre-headless)"
    return "" if JAR.exists() else "vnu-jar n’est pas installé (npm ci)"


def check(pages: Mapping[str, str], dossier: Path) -> list[str]:
    """Errors of these HTML documents, by name: `name, line: message`."""
    names = {}
    for rank, (name, html) in enumerate(pages.items()):
        path = dossier / f"{rank:03}.html"
        path.write_text(html, encoding="utf-8")
        names[path.name] = name
    done = subprocess.run(
        [
            # Too short a life to be worth the optimising compiler.
            *("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", "-Xmx384m"),
            *("-jar", str(JAR)),
            *("--errors-only", "--format", "json"),
            *sorted(map(str, dossier.glob("*.html"))),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stderr.startswith("{"):
        raise RuntimeError(f"vnu n’a pas répondu (code {done.returncode}) : {done.stderr[-500:]}")
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{names[Path(m['url'].removeprefix('file:')).name]}, ligne {m.get('lastLine', '?')} : "
        f"{m['message']} {m.get('extract', '')[:160]}"
        for m in messages
    ]
