"""Matches the street names of a file with those of the address base, and says how surely."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sectorisation.adresses import orthographe
from sectorisation.adresses.lot import read_streets
from sectorisation.adresses.normalisation import street_name
from sectorisation.models import Territoire

# From here up, and well ahead of the next one, a likeness is taken for the street itself.
SEUIL_SUR = 0.9
ECART_SUR = 0.05
_SEUIL_MONTRE = 0.5
_MAX_CANDIDATS = 5

StatutVoie = Literal["identifiant", "exact", "approche", "choisi", "a_revoir", "sans_base"]


@dataclass(frozen=True, slots=True)
class VoieConnue:
    """A street of the address base that may be the one meant; score from 0 to 1."""

    id: str
    nom: str
    score: float


@dataclass(frozen=True, slots=True)
class Appariement:
    """What a line's street is taken for. Sure unless `statut` is "a_revoir"."""

    statut: StatutVoie
    voies: tuple[str, ...] = ()
    nom: str = ""
    score: float = 0.0
    candidats: tuple[VoieConnue, ...] = ()

    @property
    def sur(self) -> bool:
        return self.statut != "a_revoir"


class Voirie:
    """The streets of a territoire, commune by commune."""

    def __init__(self, territoire: Territoire) -> None:
        self._par_commune: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for cle, insee, nom, mots in read_streets(territoire):
            self._par_commune[insee].append((cle, nom, mots))

    def match(self, insee: str, nom: str, identifiant: str = "") -> Appariement:
        """By identifier, then by the whole name, then by likeness within the commune.

        RDV-Solidarités cuts identifiers at ten characters: a cut one is completed when only one
        street begins so.
        """
        if not self._par_commune:
            voies = (identifiant,) if identifiant else ()
            return Appariement("sans_base", voies, nom)
        rues = self._par_commune.get(insee, [])
        cherche = street_name(nom)
        if identifiant and (connue := self._identified(rues, identifiant, cherche)):
            return Appariement("identifiant", (connue[0],), connue[1], 1.0)
        exactes = [rue for rue in rues if cherche and rue[2] == cherche]
        if len(exactes) == 1:
            return Appariement("exact", (exactes[0][0],), exactes[0][1], 1.0)
        candidats = self._alike(rues, cherche)
        if exactes or not candidats:
            return Appariement("a_revoir", (), nom, 0.0, candidats)
        premier = candidats[0]
        seul = len(candidats) == 1 or premier.score - candidats[1].score >= ECART_SUR
        if premier.score >= SEUIL_SUR and seul:
            return Appariement("approche", (premier.id,), premier.nom, premier.score, candidats)
        return Appariement("a_revoir", (), nom, premier.score, candidats)

    def match_all(self, insee: str, nom: str, identifiants: Sequence[str]) -> Appariement:
        """The same for a street that has had several identifiers."""
        if len(identifiants) < 2:
            return self.match(insee, nom, "".join(identifiants))
        trouves = [self.match(insee, nom, identifiant) for identifiant in identifiants]
        voies = tuple(dict.fromkeys(v for a in trouves if a.sur for v in a.voies))
        premier = next((a for a in trouves if a.sur), trouves[0])
        return replace(premier, voies=voies)

    def street(self, insee: str, identifiant: str) -> VoieConnue | None:
        """A street by its identifier, as a reviewer chooses it."""
        trouvees = (r for r in self._par_commune.get(insee, []) if r[0] == identifiant)
        rue = next(trouvees, None)
        return VoieConnue(rue[0], rue[1], 1.0) if rue else None

    @staticmethod
    def _identified(
        rues: Sequence[tuple[str, str, str]], identifiant: str, cherche: str
    ) -> tuple[str, str] | None:
        cle = identifiant.lower()
        egales = [rue for rue in rues if rue[0].lower() == cle]
        debuts = egales or [
            rue for rue in rues if len(cle) >= 10 and rue[0].lower().startswith(cle)
        ]
        if len(debuts) != 1:
            return None
        rue = debuts[0]
        # An identifier reused for another street since must not win over the name.
        if cherche and orthographe.resemblance(cherche, rue[2]) < _SEUIL_MONTRE:
            return None
        return rue[0], rue[1]

    @staticmethod
    def _alike(rues: Sequence[tuple[str, str, str]], cherche: str) -> tuple[VoieConnue, ...]:
        if not cherche:
            return ()
        rangs = orthographe.most_alike(cherche, [rue[2] for rue in rues])
        notes = [(orthographe.resemblance(cherche, rues[r][2]), r) for r in rangs]
        proches = sorted((n for n in notes if n[0] >= _SEUIL_MONTRE), key=lambda n: (-n[0], n[1]))
        return tuple(
            VoieConnue(rues[r][0], rues[r][1], round(note, 3))
            for note, r in proches[:_MAX_CANDIDATS]
        )
