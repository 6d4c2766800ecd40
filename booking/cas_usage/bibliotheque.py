"""The ready-made use cases: where a territoire starts from, then changes everything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from booking.cas_usage.format import CasDecrit, read_cas
from booking.errors import CasUsageInvalide

_DOSSIER = Path(__file__).with_name("modeles")
# As a référent reads them: the most common first.
ORDRE = (
    "pmi",
    "sante-sexuelle",
    "service-social",
    "france-services",
    "titres-identite",
    "conseiller-numerique",
    "pass-numerique",
    "insertion",
    "mdph",
    "protection-enfance",
)


@dataclass(frozen=True, slots=True)
class Modele:
    code: str
    cas: CasDecrit


@cache
def read_modele(code: str) -> CasDecrit:
    """Raises CasUsageInvalide when there is none of that name."""
    if code not in ORDRE:
        raise CasUsageInvalide(f"Aucun modèle « {code} ». Il y a : {', '.join(ORDRE)}.")
    return read_cas((_DOSSIER / f"{code}.json").read_bytes())


def all_modeles() -> list[Modele]:
    return [Modele(code, read_modele(code)) for code in ORDRE]
