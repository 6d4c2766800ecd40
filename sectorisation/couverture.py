"""Commune by commune, how many addresses of a version are in a secteur, and by which rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.core.cache import cache

from sectorisation.adresses.lot import Lot, lot_for
from sectorisation.comparaison import decisions_of
from sectorisation.esquisse import Esquisse, sketch
from sectorisation.index import Index
from sectorisation.lots import Reponses
from sectorisation.memoire import index_for
from sectorisation.models import Commune, Couche, Version
from sectorisation.regles import Secteur
from sectorisation.table import decode
from sectorisation.tableau import cell

ENTETE_SANS = ("adresse", "code_insee", "commune", "lon", "lat")
_SEMAINE = 7 * 24 * 3600


class Etat(StrEnum):
    """What is worth doing about a commune, the most urgent first."""

    SANS = "sans"  # no address in any secteur
    PARTIELLE = "partielle"  # some addresses in none
    COUPEE = "coupee"  # several secteurs, which nobody said
    COUVERTE = "couverte"


@dataclass(frozen=True, slots=True)
class CommuneCouverte:
    """One commune on one version. `secteurs` and `genres` are pairs with a number of addresses,
    the greatest first; `dite` when street rules cut it, which says that one means to."""

    insee: str
    nom: str
    adresses: int
    sans: int
    secteurs: tuple[tuple[Secteur, int], ...]
    genres: tuple[tuple[str, int], ...]
    dite: bool

    @property
    def coupee(self) -> bool:
        return len(self.secteurs) > 1

    @property
    def part(self) -> float:
        """Share of its addresses in a secteur, from 0 to 1. Without addresses: all or nothing."""
        if not self.adresses:
            return 1.0 if self.secteurs else 0.0
        return 1 - self.sans / self.adresses

    def is_declared(self, couche: Couche) -> bool:
        """Whether it is known to be shared between secteurs."""
        return self.dite or self.insee in couche.communes_coupees

    def state(self, couche: Couche) -> Etat:
        if not self.secteurs:
            return Etat.SANS
        if self.sans:
            return Etat.PARTIELLE
        return Etat.COUPEE if self.coupee and not self.is_declared(couche) else Etat.COUVERTE


@dataclass(frozen=True, slots=True)
class Couverture:
    """Every commune of a territoire, by name, and the drawing of what is and is not in a secteur."""

    communes: tuple[CommuneCouverte, ...]
    esquisse: Esquisse | None

    @property
    def adresses(self) -> int:
        return sum(commune.adresses for commune in self.communes)

    @property
    def sans(self) -> int:
        return sum(commune.sans for commune in self.communes)


def coverage_of(couche: Couche, version: Version) -> Couverture:
    """The coverage of a version; computed once for it and its addresses."""
    territoire = couche.territoire
    cle = f"secteurs:couverture:{couche.pk}:{version.empreinte}:{territoire.adresses_version}"
    connue: Couverture | None = cache.get(cle)
    if connue is None:
        communes = Commune.objects.of(territoire).values_list("insee", "nom")
        connue = measure(index_for(version), lot_for(territoire), dict(communes))
        cache.set(cle, connue, _SEMAINE)
    return connue


def measure(index: Index, lot: Lot, noms: dict[str, str]) -> Couverture:
    """The same from an index and addresses; `noms` of communes by INSEE code."""
    trouvees = decisions_of(index, lot)
    communes = _communes(index, lot, trouvees, noms)
    orphelines = np.flatnonzero(trouvees.secteurs == 0)
    esquisse = sketch(
        index,
        partagees=[c.insee for c in communes if c.coupee],
        manques=[c.insee for c in communes if not c.secteurs],
        orphelines=(lot.lons[orphelines], lot.lats[orphelines]),
    )
    return Couverture(communes, esquisse)


def _communes(
    index: Index, lot: Lot, trouvees: Reponses, noms: dict[str, str]
) -> tuple[CommuneCouverte, ...]:
    par_secteur: defaultdict[str, Counter[int]] = defaultdict(Counter)
    par_genre: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for insee, secteur, genre, nombre in _counts(lot, trouvees):
        commune = index.resolve_commune(insee) or insee
        par_secteur[commune][secteur] += nombre
        if genre:
            par_genre[commune][genre] += nombre
    lignes = []
    for insee in {*index.codes, *par_secteur}:
        comptes = par_secteur[insee]
        secteurs = {s: comptes[s] for s in comptes if s}
        if not comptes:
            secteurs = {s: 0 for s in index.secteurs_of_commune(insee) if s}
        lignes.append(
            CommuneCouverte(
                insee=insee,
                nom=noms.get(insee, insee),
                adresses=comptes.total(),
                sans=comptes[0],
                secteurs=tuple(
                    (index.secteurs[s], n)
                    for s, n in sorted(secteurs.items(), key=lambda paire: (-paire[1], paire[0]))
                ),
                genres=tuple(par_genre[insee].most_common()),
                dite=insee in index.detaillees,
            )
        )
    return tuple(sorted(lignes, key=lambda ligne: (ligne.nom, ligne.insee)))


def addresses_without(index: Index, lot: Lot, insee: str = "") -> Iterator[list[str]]:
    """The addresses in no secteur, as CSV rows, header first; of one commune when asked."""
    yield list(ENTETE_SANS)
    for i in np.flatnonzero(decisions_of(index, lot).secteurs == 0).tolist():
        voie = lot.voies[i]
        code = lot.insees[voie]
        if insee and (index.resolve_commune(code) or code) != insee:
            continue
        yield [
            cell(lot.label(i)), code, cell(lot.villes[voie]),
            f"{lot.lons[i]:.6f}", f"{lot.lats[i]:.6f}",
        ]  # fmt: skip


def _counts(lot: Lot, trouvees: Reponses) -> Iterator[tuple[str, int, str, int]]:
    """(INSEE code, secteur, kind of rule, addresses); 0 and "" where there is none."""
    if not len(lot):
        return
    communes, rangs = np.unique(lot.communes, return_inverse=True)
    lignes = np.column_stack((rangs, trouvees.secteurs, trouvees.codes))
    distinctes, nombres = np.unique(lignes, axis=0, return_counts=True)
    for (rang, secteur, code), nombre in zip(distinctes.tolist(), nombres.tolist(), strict=True):
        # Neighbours decide without any rule, hence without a code.
        genre = decode(code).regle or ("voisinage" if secteur else "")
        yield str(communes[rang]), secteur, genre, nombre
