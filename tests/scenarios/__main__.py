"""Command line: see the package."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.scenarios.execution import execute, same

FORMAT = "creneaux/1"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Usage : python -m tests.scenarios FICHIER.json\n")
        return 2
    try:
        jeu = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as erreur:
        sys.stderr.write(f"Fichier illisible : {erreur}\n")
        return 2
    if not isinstance(jeu, dict) or jeu.get("format") != FORMAT:
        sys.stderr.write(f"Le fichier n'est pas au format {FORMAT}.\n")
        return 2
    bloquants = frozenset(jeu.get("conventions", {}).get("blocking_statuses", ()))
    verdicts = [_play(cas, bloquants) for cas in jeu["scenarios"]]
    return 0 if all(verdicts) else 1


def _play(cas: dict[str, Any], bloquants: frozenset[str]) -> bool:
    got: Any
    try:
        got = execute(cas, bloquants)
        ok = same(got, cas["expected"])
    except Exception as erreur:  # one broken case must not hide the others
        got, ok = {"erreur": f"{type(erreur).__name__} : {erreur}"}, False
    sys.stdout.write(json.dumps({"id": cas["id"], "ok": ok, "got": got}, ensure_ascii=False) + "\n")
    return ok


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
