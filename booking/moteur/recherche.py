"""The question asked to the engine."""

from dataclasses import dataclass

from booking.moteur.plages import Mode
from booking.moteur.series import Id


@dataclass(frozen=True, slots=True)
class Recherche:
    """A motif and the rules of the one who searches.

    `duree`, `pas`, `delai_min` and `delai_max` are minutes. `duree` is the motif's, or its multiple
    when several people come at once: it is decided by the caller, never read from a request.
    `pas` None: as long as the duration. The delays are counted from `now` to the instant of the
    start, bounds included; an agent searches with the default ones. None for `agents` or `lieux`
    means all; an empty set means none (a follow-up motif and no référent offers nothing).
    `mode` is the motif's, which an occurrence may replace. `malgre_suspension`: an agent may book
    on a day when the service is suspended.
    """

    motif: Id
    duree: int
    pas: int | None = None
    delai_min: int = 0
    delai_max: int | None = None
    agents: frozenset[Id] | None = None
    lieux: frozenset[Id] | None = None
    lieux_fermes: frozenset[Id] = frozenset()
    mode: str = Mode.SUR_PLACE
    malgre_suspension: bool = False

    def __post_init__(self) -> None:
        if self.duree < 1 or (self.pas is not None and self.pas < 1):
            raise ValueError("a duration and a step last at least a minute")

    def accepts(self, lieu: Id | None, mode: str) -> bool:
        """Whether an opening at this lieu, in this mode, answers the search.

        A closed lieu offers nothing, by telephone either; nobody comes on site to no site.
        """
        if lieu is None:
            return mode != Mode.SUR_PLACE and self.lieux is None
        if lieu in self.lieux_fermes:
            return False
        return self.lieux is None or lieu in self.lieux
