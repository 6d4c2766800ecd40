"""What a booking would be without lock, re-check nor constraint: check, then write.

Nothing of this is reachable from the application: only the server of the tripwire test imports it.
The check and the write become two transactions, and requests meet between the two, so that the
race is certain rather than lucky.
"""

from __future__ import annotations

import threading
from typing import Any

from booking import moteur
from booking.services import prise as guarded
from booking.services import reservation

RENDEZ_VOUS = threading.Barrier(4)


def remove_guards() -> None:
    """Replace, in this process, the functions that keep a diary from being given twice."""
    check = guarded.candidates

    def candidates(*args: Any, **kwargs: Any) -> list[int]:
        agents = check(*args, **kwargs)
        try:
            RENDEZ_VOUS.wait(timeout=3)
        except threading.BrokenBarrierError:
            RENDEZ_VOUS.reset()
        return agents

    guarded.lock_agent = lambda agent_id: None
    guarded.recheck = _trust_the_check
    reservation.candidates = candidates


def _trust_the_check(souhait: guarded.Souhait, *, agent_id: int, now: Any) -> guarded.Prise:
    """The opening, without looking at what stands in it."""
    lecture = souhait.read(now=now, agents=[agent_id])
    creneau = moteur.free_creneau(
        lecture.openings,
        souhait.recherche,
        agent=agent_id,
        debut=souhait.debut,
        fin=souhait.fin,
        now=now,
    )
    return guarded.Prise(
        agent_id=agent_id,
        organisation_id=lecture.organisations[creneau.plage],
        lieu_id=creneau.lieu,
        mode=creneau.mode,
        debut=creneau.debut,
        fin=creneau.fin,
    )
