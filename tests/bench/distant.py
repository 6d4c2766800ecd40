"""A remote geocoder that never answers: how long before the embedded one does in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sectorisation.adresses.construction import Adresse, Ville, build
from sectorisation.adresses.distant import (
    DELAI,
    DELAI_COMPLETION,
    BANCentree,
    Disjoncteur,
    Distant,
    Service,
    _adapter,
)
from sectorisation.adresses.embarque import Embarque
from tests.bench.mesures import Chiffre, interleave, lasting
from tests.sectorisation.serveur_ban import serve_ban

RECHERCHES = 5
MARGE = 0.05


def silent_remote() -> list[Chiffre]:
    """Search and completion, each within its delay and fifty milliseconds."""
    with embedded() as repli, serve_ban() as serveur:
        serveur.mode = "lent"
        distant = Distant(
            recherche=_service(serveur.server_port, DELAI),
            completion=_service(serveur.server_port, DELAI_COMPLETION, completion=True),
            repli=repli,
        )
        found = interleave(
            {
                "recherche": lambda: _answered(distant.search("12 rue des Lilas Valbrune")),
                "completion": lambda: _answered(distant.complete("12 rue des li")),
            },
            tours=RECHERCHES,
            chauffe=0,
        )
    return [
        lasting("Géocodeur distant muet, recherche", found["recherche"], under=DELAI + MARGE),
        lasting(
            "Géocodeur distant muet, suggestions",
            found["completion"],
            under=DELAI_COMPLETION + MARGE,
        ),
    ]


@contextmanager
def embedded() -> Iterator[Embarque]:
    """Twenty doors of one street."""
    doors = [
        Adresse(
            "99001_0001", number, "", "Rue des Lilas", "99100", "99001", "Valbrune", (), "",
            2.0 + number / 1000, 44.0,
        )
        for number in range(1, 21)
    ]  # fmt: skip
    town = Ville("99001", "Valbrune", (), 2.0, 44.0)
    with tempfile.TemporaryDirectory() as folder:
        bilan = build(doors, villes=[town], dossier=Path(folder), prefixe="banc")
        yield Embarque(Path(folder) / bilan.fichier)


def _service(port: int, delai: float, *, completion: bool = False) -> Service:
    client = BANCentree(
        domain=f"127.0.0.1:{port}",
        scheme="http",
        timeout=delai,
        user_agent="banc",
        adapter_factory=_adapter,
        centre=None,
        completion=completion,
    )
    # A clock that stands still far past any rest: no measure meets an open breaker.
    return Service(client, delai=delai, disjoncteur=Disjoncteur(lambda: float("inf")))


def _answered(candidats: list) -> None:
    assert candidats, "l’embarqué n’a pas répondu"
