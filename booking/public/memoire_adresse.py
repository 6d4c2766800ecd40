"""The address just typed, kept half an hour in the session: never in a URL, never in a row."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass

from django.http import HttpRequest

_CLE = "recherches_adresse"
_MAX = 3
_VIE = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Recherche:
    """`demande` is what is still missing: "numero", "numero_inconnu", "voie" or nothing."""

    texte: str
    demande: str = ""
    quand: str = ""


def keep(request: HttpRequest, recherche: Recherche, *, now: dt.datetime) -> str:
    """File it under a fresh name, which may appear in a URL."""
    name = secrets.token_urlsafe(9)
    known = list(request.session.get(_CLE, {}).items())[-(_MAX - 1) :]
    filed = asdict(recherche) | {"quand": now.isoformat()}
    request.session[_CLE] = dict([*known, (name, filed)])
    return name


def find(request: HttpRequest, name: str, *, now: dt.datetime) -> Recherche | None:
    raw = request.session.get(_CLE, {}).get(name) if name else None
    if raw is None or now - dt.datetime.fromisoformat(raw["quand"]) > _VIE:
        return None
    return Recherche(**raw)


def forget_all(request: HttpRequest) -> None:
    """At the confirmation, or when the visitor gives up."""
    request.session.pop(_CLE, None)
