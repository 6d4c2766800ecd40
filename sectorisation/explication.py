"""Why an address is in its secteur: the rule that decided, and those that also hold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import shapely

from sectorisation.adresses.interface import Candidat
from sectorisation.index import Index
from sectorisation.rattachement import Rattachement, porte_of
from sectorisation.regles import Porte, RegleFigee, reason

Defaite = Literal[
    "genre", "meme_secteur", "voisinage",
    "commune", "priorite", "precision", "surface", "identifiant",
]  # fmt: skip

# From the strongest: see `Index.locate`.
_RANGS = {"adresse": 0, "voie": 1, "polygone": 2, "commune": 3}


@dataclass(frozen=True, slots=True)
class Ecartee:
    """A rule that holds the address, and why it did not decide."""

    regle: RegleFigee
    defaite: Defaite


@dataclass(frozen=True, slots=True)
class Explication:
    """`decisive` is None when no single rule decided: neighbours did, or nothing."""

    decisive: RegleFigee | None
    ecartees: tuple[Ecartee, ...] = ()


def explain(index: Index, rattachement: Rattachement, candidat: Candidat | None) -> Explication:
    """Every rule of a version that holds an address which `rattachement` answered for.

    `candidat` brings its street and number, as when it was answered.
    """
    if rattachement.lon is None or rattachement.lat is None:
        return Explication(None)
    decisive = None
    if rattachement.regle_id is not None and rattachement.secteur_id is not None:
        rang = index.rang_of(rattachement.regle_id, rattachement.secteur_id)
        decisive = index.regles[rang]
    point = shapely.Point(rattachement.lon, rattachement.lat)
    tenues = _holding(index, point, rattachement.commune, porte_of(candidat))
    autres = {r.rang: r for r in tenues if decisive is None or r.rang != decisive.rang}
    ecartees = [
        Ecartee(r, _why_lost(index, r, decisive, rattachement.commune)) for r in autres.values()
    ]
    ecartees.sort(key=lambda e: (_RANGS[e.regle.genre], e.regle.secteur.code, e.regle.id))
    return Explication(decisive, tuple(ecartees))


def rules_of_street(index: Index, candidat: Candidat) -> tuple[RegleFigee, ...]:
    """What shares a street out: its rules, in the order of their numbers."""
    porte, commune = porte_of(candidat), index.resolve_commune(candidat.citycode)
    if porte is None or not commune:
        return ()
    regles = index.voies.of_street(porte, commune, known=_is_known(index, porte, commune))
    return tuple(sorted(regles, key=lambda r: (r.du or 0, r.parite, r.id)))


def _holding(
    index: Index, point: shapely.Point, commune: str, porte: Porte | None
) -> Iterator[RegleFigee]:
    if porte is not None and commune:
        yield from index.voies.exact(porte, commune)
        rues = index.voies.of_street(porte, commune, known=_is_known(index, porte, commune))
        yield from (r for r in rues if r.holds(porte.numero, porte.suffixe))
    yield from (index.polygones[rang] for rang in index.zones.covering(point))
    if commune:
        yield from (r for r in index.regles if r.genre == "commune" and commune in r.communes)


def _is_known(index: Index, porte: Porte, commune: str) -> bool:
    return index.table.street(commune, porte.voie) is not None


def _why_lost(
    index: Index, perdante: RegleFigee, gagnante: RegleFigee | None, commune: str
) -> Defaite:
    if gagnante is None:
        return "voisinage"
    if _RANGS[perdante.genre] != _RANGS[gagnante.genre]:
        return "genre"
    if perdante.secteur.id == gagnante.secteur.id:
        return "meme_secteur"
    if gagnante.genre != "polygone":
        return reason(gagnante, perdante) or "identifiant"
    for nom, cle in index.precedence(commune):
        if nom and cle(perdante) != cle(gagnante):
            return nom
    return "identifiant"
