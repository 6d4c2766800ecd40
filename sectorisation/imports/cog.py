"""The official list of communes (COG): which commune a merged one has become."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sectorisation.errors import ImportRefuse
from sectorisation.imports.tableur import open_rows


@dataclass(frozen=True, slots=True)
class CommuneCog:
    code: str
    nom: str
    population: int | None


@dataclass(frozen=True)
class Cog:
    """Current communes by code, and former communes as (code, nom, current code)."""

    actuelles: dict[str, CommuneCog]
    anciennes: tuple[tuple[str, str, str], ...]

    def current(self, code: str) -> str:
        """The commune that `code` has become; the code itself when it still stands or is unknown."""
        return code if code in self.actuelles else self._devenues.get(code, code)

    @cached_property
    def _devenues(self) -> dict[str, str]:
        return {ancien: actuel for ancien, _, actuel in self.anciennes}


def read_cog(chemin: Path) -> Cog:
    """Reads a CSV with columns code, nom, type, chef_lieu (population when present)."""
    actuelles: dict[str, CommuneCog] = {}
    anciennes: list[tuple[str, str, str]] = []
    with open_rows(chemin) as (entetes, lignes):
        manquantes = {"code", "nom", "type", "chef_lieu"} - set(entetes)
        if manquantes:
            raise ImportRefuse(f"Liste des communes : il manque {', '.join(sorted(manquantes))}.")
        for _, ligne in lignes:
            code, nom, genre = ligne["code"].strip(), ligne["nom"].strip(), ligne["type"]
            chef_lieu = ligne.get("chef_lieu", "").strip()
            if genre == "commune-actuelle":
                population = ligne.get("population", "").strip()
                actuelles[code] = CommuneCog(
                    code, nom, int(population) if population.isdigit() else None
                )
            elif chef_lieu and genre in ("commune-deleguee", "commune-associee"):
                anciennes.append((code, nom, chef_lieu))
    if not actuelles:
        raise ImportRefuse("Liste des communes : aucune commune actuelle.")
    return Cog(actuelles, tuple(anciennes))
