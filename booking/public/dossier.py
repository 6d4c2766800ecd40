"""What is being typed, kept in the server-side session under a form key until the booking.

One dossier a form key, so that two tabs never mix; three at most; each goes at the confirmation,
when the visitor gives up, or two hours after its last change.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.http import HttpRequest

_CLE = "dossiers"
_FAITS = "dossiers_faits"
_MAX = 3
_VIE = dt.timedelta(hours=2)


@dataclass(slots=True)
class Dossier:
    """`debut` and `touche` are ISO instants in UTC; `tenu_jusqua` is empty when nothing is held.

    `depart` is the start as the page signed it: without a hold, its age still counts at the end.
    """

    cle: str
    motif: str
    lieu: str = ""
    debut: str = ""
    depart: str = ""
    touche: str = ""
    tenu_jusqua: str = ""
    prolongeable: bool = False
    # The form as it was posted, errors included: nothing is typed twice.
    saisie: dict[str, Any] = field(default_factory=dict)
    complet: bool = False
    # The questions of the use case and their answers, in the words they had then.
    reponses: list[dict[str, str]] = field(default_factory=list)
    # The mode of this start (a value of Mode) where it is not the motif's: a site turned to the
    # phone for a day. Held by phone, it needs a number.
    mode: str = ""

    @property
    def instant(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.debut)

    @property
    def fin_tenue(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.tenu_jusqua) if self.tenu_jusqua else None


_CHAMPS = {champ.name for champ in fields(Dossier)}


def new_key() -> str:
    return secrets.token_urlsafe(18)


def find(request: HttpRequest, cle: str, *, now: dt.datetime) -> Dossier | None:
    """The live dossier of this form key, if this session holds it."""
    raw = request.session.get(_CLE, {}).get(cle) if cle else None
    if raw is None:
        return None
    # A session may have been written before a new version of Parvis.
    dossier = Dossier(**{nom: raw[nom] for nom in _CHAMPS & raw.keys()})
    return dossier if now - dt.datetime.fromisoformat(dossier.touche) < _VIE else None


def keep(request: HttpRequest, dossier: Dossier, *, now: dt.datetime) -> None:
    """Write it, and let the oldest ones go."""
    dossier.touche = now.isoformat()
    limit = (now - _VIE).isoformat()
    others = {
        cle: raw
        for cle, raw in request.session.get(_CLE, {}).items()
        if cle != dossier.cle and raw["touche"] > limit
    }
    recent = sorted(others, key=lambda cle: others[cle]["touche"])[-(_MAX - 1) :]
    request.session[_CLE] = {cle: others[cle] for cle in recent} | {dossier.cle: asdict(dossier)}


def forget(request: HttpRequest, cle: str) -> None:
    """Nothing typed under this key remains."""
    dossiers = request.session.get(_CLE, {})
    if dossiers.pop(cle, None) is not None:
        request.session[_CLE] = dossiers


def mark_done(request: HttpRequest, cle: str) -> None:
    """Forget what was typed, and remember that this key has been used by this visitor."""
    forget(request, cle)
    request.session[_FAITS] = [*request.session.get(_FAITS, []), cle][-10:]


def is_done(request: HttpRequest, cle: str) -> bool:
    return bool(cle) and cle in request.session.get(_FAITS, [])
