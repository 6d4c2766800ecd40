"""`python -m tests.bench.memoire FICHIER`: what a geocoder weighs, in a process of its own.

Questions come on standard input, as a JSON list; megabytes of resident memory gained between
before the file is opened and after the last answer are printed. A process that has done anything
else would answer from memory it had freed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def measure(chemin: Path, textes: Sequence[str]) -> float:
    """Megabytes, for this address file and these questions."""
    fini = subprocess.run(
        [sys.executable, "-m", "tests.bench.memoire", str(chemin)],
        input=json.dumps(list(textes)),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(fini.stdout)


def _resident() -> float:
    for ligne in Path("/proc/self/status").read_text().splitlines():
        if ligne.startswith("VmRSS:"):
            return int(ligne.split()[1]) / 1024
    raise RuntimeError("no resident memory told")


def main() -> None:
    from sectorisation.adresses.embarque import Embarque

    textes = json.load(sys.stdin)
    avant = _resident()
    geocodeur = Embarque(Path(sys.argv[1]))
    for texte in textes:
        geocodeur.search(texte)
        geocodeur.complete(texte)
    sys.stdout.write(f"{_resident() - avant:.1f}\n")


if __name__ == "__main__":
    main()
