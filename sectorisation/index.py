"""The map of a version in memory: which secteur an address is in, in microseconds.

One index per process and version, built at the first question under a lock and never changed:
a reader holds version n or n+1, never a mixture.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from sectorisation.formes import Zones
from sectorisation.regles import (
    Deciding,
    Departage,
    Porte,
    RegleFigee,
    ReglesDeVoie,
    Situation,
    read_regles,
    rules_of_communes,
    settle,
)
from sectorisation.table import PARTAGEE, Table
from sectorisation.traces import to_shape

__all__ = ["Index", "Situation"]

# Simplified outlines of neighbours graze each other: less than this share is not meeting.
_PART_NEGLIGEABLE = 0.001


class Index:
    """Answers for one version. Points in WGS84 degrees."""

    def __init__(self, contenu: Mapping[str, Any], table: Table | None = None) -> None:
        self.secteurs, self.regles = read_regles(contenu)
        self.table = table if table is not None else Table.empty()
        self._places = {(r.id, r.secteur.id): r.rang for r in reversed(self.regles)}
        self._communes = rules_of_communes(self.regles)
        self.voies = ReglesDeVoie(self.regles)
        self._anciennes: dict[str, str] = contenu["anciennes"]
        self.polygones = [r for r in self.regles if r.genre == "polygone"]
        self.zones = Zones([to_shape(r.geometrie) for r in self.polygones if r.geometrie])
        self.codes = sorted(contenu["contours"])
        self.contours = Zones([to_shape(contenu["contours"][code]) for code in self.codes])
        self._rangs = {code: rang for rang, code in enumerate(self.codes)}
        self._polygons_of = lru_cache(maxsize=None)(self._compute_polygons_of)
        self._learn(contenu)

    def completed(self, contenu: Mapping[str, Any], table: Table) -> "Index":
        """The same rules, with what was computed from them since."""
        autre = copy(self)
        autre.table = table
        autre._polygons_of = lru_cache(maxsize=None)(autre._compute_polygons_of)
        autre._learn(contenu)
        return autre

    def _learn(self, contenu: Mapping[str, Any]) -> None:
        """What addresses told of the ground around them."""
        voisinage = contenu.get("voisinage") or {"communes": [], "mailles": []}
        self.detaillees = frozenset(voisinage["communes"])
        parties = [
            (self.secteurs[m["secteur"]], partie)
            for m in voisinage["mailles"]
            for partie in shapely.get_parts(to_shape(m["geometrie"]))
        ]
        self.mailles = Zones([partie for _, partie in parties])
        self.secteurs_mailles = [secteur for secteur, _ in parties]
        self._effectifs: dict[str, dict[str, int]] = contenu.get("effectifs", {})

    def addresses_by_secteur(self) -> Counter[int]:
        """Known addresses that each secteur had when its version was compiled; 0: in none."""
        nombres: Counter[int] = Counter()
        for par_secteur in self._effectifs.values():
            for secteur, nombre in par_secteur.items():
                nombres[int(secteur)] += nombre
        return nombres

    def locate(
        self, lon: float, lat: float, citycode: str | None = None, porte: Porte | None = None
    ) -> Situation:
        """Address, then street range, polygon, commune, nearest within 50 m in the same commune.

        A `citycode` of the territoire is believed over the drawn outline, which is simplified.
        Without `porte`, nothing tells the street: where streets decide, the nearest known
        addresses speak first; with it, they speak for what no rule holds.
        """
        commune = self.resolve_commune(citycode) if citycode else ""
        if porte is not None and commune:
            exacte = self._named(porte, commune)
            if exacte is not None:
                return exacte
        point = shapely.Point(lon, lat)
        ici = commune or (self._commune_at(point) if self.detaillees else "")
        if porte is None and (voisine := self._neighbours(point, ici)):
            return voisine
        touches = [self.polygones[rang] for rang in self.zones.covering(point)]
        if touches:
            regle, departage = self._settle(touches, commune)
            ici = ici or self._commune_at(point)
            return Situation(ici, regle.secteur, "polygone", regle.id, departage)
        ici = ici or self._commune_at(point)
        if ici in self._communes:
            regle, departage = self._communes[ici]
            return Situation(ici, regle.secteur, "commune", regle.id, departage)
        if voisine := self._neighbours(point, ici):
            return voisine
        proche = self._nearest(point, ici) if ici else None
        if proche:
            return Situation(ici, proche.secteur, "proche", proche.id)
        return Situation(ici)

    def resolve_commune(self, citycode: str) -> str:
        """The current code of a commune of the territoire, "" for any other."""
        actuel = self._anciennes.get(citycode, citycode)
        return actuel if actuel in self._rangs or actuel in self._communes else ""

    def rang_of(self, regle_id: int, secteur_id: int) -> int:
        """The place of a rule in this version."""
        return self._places[regle_id, secteur_id]

    def rule_of_commune(self, commune: str) -> tuple[RegleFigee, Departage] | None:
        return self._communes.get(commune)

    def secteurs_of_commune(self, citycode: str) -> set[int]:
        """Identifiers of every secteur an address of this commune may fall in.

        Holds None's stand-in, 0, when part of the commune is in no secteur at all.
        """
        commune = self.resolve_commune(citycode)
        if not commune:
            return set()
        rangs = self._polygons_of(commune)
        possibles = {self.polygones[rang].secteur.id for rang in rangs}
        possibles |= self.voies.secteurs.get(commune, set())
        if commune in self.detaillees:
            possibles |= {int(secteur) for secteur in self._effectifs.get(commune, ())}
        if commune in self._communes:
            if not self._is_covered(commune, rangs):
                possibles.add(self._communes[commune][0].secteur.id)
        elif commune not in self.detaillees and not self._is_covered(commune, rangs):
            possibles.add(0)
        return possibles

    def secteur_of_street(self, porte: Porte, citycode: str) -> int | None:
        """The one secteur of all the known numbers of a street: 0 for none, -1 for several.

        None when the street is not known. A rule about numbers not known yet makes it several.
        """
        commune = self.resolve_commune(citycode)
        connu = self.table.street(commune, porte.voie)
        regles = self.voies.of_street(porte, commune, known=connu is not None)
        nommes = {r.secteur.id for r in regles}
        if connu is None:
            seules = len(nommes) == 1 and any(r.whole for r in regles)
            return nommes.pop() if seules else PARTAGEE if nommes else None
        return connu if nommes <= {connu} else PARTAGEE

    def communes_without_secteur(self) -> tuple[str, ...]:
        """Codes of the communes that no rule covers wholly."""
        return tuple(
            code
            for code in self.codes
            if code not in self._communes
            and not self._is_covered(code, self._polygons_of(code))
            and (code not in self.detaillees or "0" in self._effectifs.get(code, {"0": 0}))
        )

    # --- rules --------------------------------------------------------------------------------

    def _named(self, porte: Porte, commune: str) -> Situation | None:
        """What the table or a rule says of this very address."""
        decision = self.table.decision(commune, porte.adresse)
        if decision is not None:
            if decision.rang is None:
                return Situation(commune)
            regle = self.regles[decision.rang]
            return Situation(commune, regle.secteur, decision.regle, regle.id, decision.departage)
        connue = self.table.street(commune, porte.voie)
        trouvee = self.voies.find(porte, commune, known=connue is not None)
        if trouvee is None and porte.numero is None and connue not in (None, 0, PARTAGEE):
            # A street whose known numbers are all held by partial rules that agree.
            regles = self.voies.of_street(porte, commune, known=True)
            siennes = [r for r in regles if r.secteur.id == connue]
            trouvee = settle(siennes) if siennes else None
        if trouvee is None:
            return None
        regle, departage = trouvee
        genre: Deciding = "adresse" if regle.genre == "adresse" else "voie"
        return Situation(commune, regle.secteur, genre, regle.id, departage)

    def _settle(self, touches: Sequence[RegleFigee], commune: str) -> tuple[RegleFigee, Departage]:
        """One polygon out of those that cover a point: commune, priority, surface, identifier."""
        if len({p.secteur.id for p in touches}) == 1:
            return min(touches, key=lambda p: p.id), ""
        restants = list(touches)
        for nom, cle in self.precedence(commune):
            meilleur = min(map(cle, restants))
            restants = [p for p in restants if cle(p) == meilleur]
            if len({p.secteur.id for p in restants}) == 1:
                return min(restants, key=lambda p: p.id), nom
        raise AssertionError("two polygons share one identifier")

    def precedence(self, commune: str) -> list[tuple[Departage, Callable[[RegleFigee], Any]]]:
        """What chooses between polygons that cover one point, in turn; the least wins."""
        rangs = {p.rang: rang for rang, p in enumerate(self.polygones)}
        siens = self._polygons_of(commune) if commune else frozenset()
        return [
            ("commune", lambda p: rangs[p.rang] not in siens),
            ("priorite", lambda p: (-p.priorite, -p.secteur.priorite)),
            ("surface", lambda p: self.zones.surfaces[rangs[p.rang]]),
            ("identifiant", lambda p: (p.secteur.id, p.id)),
        ]

    # --- geometry -----------------------------------------------------------------------------

    def _commune_at(self, point: shapely.Point) -> str:
        """On a border the smallest commune, so that the answer never depends on chance."""
        rangs = self.contours.covering(point)
        if rangs:
            return self.codes[min(rangs, key=lambda r: (self.contours.surfaces[r], r))]
        proches = self.contours.near(point)
        return self.codes[min(proches)[1]] if proches else ""

    def _neighbours(self, point: shapely.Point, commune: str) -> Situation | None:
        """The secteur of the nearest known addresses, in a commune where streets decide."""
        if commune not in self.detaillees:
            return None
        rangs = self.mailles.covering(point)
        if not rangs:
            return None
        secteur = min((self.secteurs_mailles[r] for r in rangs), key=lambda s: s.id)
        return Situation(commune, secteur, "voisinage")

    def _nearest(self, point: shapely.Point, commune: str) -> RegleFigee | None:
        siens = self._polygons_of(commune)
        proches = []
        for metres, rang in self.zones.near(point):
            if rang in siens:
                p = self.polygones[rang]
                cle = (-p.priorite, -p.secteur.priorite, self.zones.surfaces[rang])
                proches.append((metres, cle, p.secteur.id, p.id, rang))
        return self.polygones[min(proches)[-1]] if proches else None

    def _compute_polygons_of(self, commune: str) -> frozenset[int]:
        """Ranks of the polygons that share ground with a commune, not a mere border."""
        if commune not in self._rangs or not len(self.zones):
            return frozenset()
        contour = self.contours.formes[self._rangs[commune]]
        rangs = self.zones.meeting(contour)
        formes = self.zones.formes[rangs]
        communs = shapely.area(shapely.intersection(formes, contour))
        moindres = np.minimum(shapely.area(formes), contour.area)
        gardes = communs > moindres * _PART_NEGLIGEABLE
        return frozenset(rang for rang, garde in zip(rangs, gardes, strict=True) if garde)

    def _is_covered(self, commune: str, rangs: frozenset[int]) -> bool:
        if not rangs or commune not in self._rangs:
            return False
        contour = self.contours.formes[self._rangs[commune]]
        reste = contour.difference(shapely.union_all(self.zones.formes[sorted(rangs)]))
        return bool(reste.area <= contour.area * _PART_NEGLIGEABLE)
