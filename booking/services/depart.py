"""The start offered on a page, signed: a grid that shifts since does not refuse it (decision 11)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from booking.errors import CreneauImpossible
from booking.models import Lieu, Motif

DUREE = dt.timedelta(minutes=15)
_SANS_LIEU = "-"


@dataclass(frozen=True, slots=True)
class Depart:
    """A start read back from a page. `debut` is UTC.

    `signe` False: it comes from a page older than 15 minutes, and must be on today's grid. `mode`:
    the one the page told, where it was not the motif's (see `CreneauPropose`).
    """

    motif_uid: uuid.UUID
    lieu_uid: uuid.UUID | None
    debut: dt.datetime
    signe: bool
    mode: str = ""


def sign_depart(
    *, motif: Motif, lieu: Lieu | None, debut: dt.datetime, now: dt.datetime, mode: str = ""
) -> str:
    """The value a form posts for this start: opaque, ASCII, about 130 characters."""
    parts = (
        motif.uid.hex,
        lieu.uid.hex if lieu else _SANS_LIEU,
        format(int(debut.timestamp()), "x"),
        format(int(now.timestamp()), "x"),
        mode,
    )
    return _signer().sign(".".join(parts))


def read_depart(value: str, *, now: dt.datetime) -> Depart:
    """The start a form posted. Raises CreneauImpossible on anything we did not write."""
    try:
        motif, lieu, debut, written, mode = _signer().unsign(value).split(".")
        return Depart(
            motif_uid=uuid.UUID(motif),
            lieu_uid=None if lieu == _SANS_LIEU else uuid.UUID(lieu),
            debut=dt.datetime.fromtimestamp(int(debut, 16), dt.UTC),
            signe=now - dt.datetime.fromtimestamp(int(written, 16), dt.UTC) <= DUREE,
            mode=mode,
        )
    except (BadSignature, ValueError) as error:
        raise CreneauImpossible() from error


def _signer() -> Signer:
    """Reads what older keys signed as long as SECRET_KEY_FALLBACKS names them."""
    return Signer(salt="parvis.depart")
