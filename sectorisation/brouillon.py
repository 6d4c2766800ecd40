"""The draft of a couche as a version to be: it answers like the others, and is never written.

Compiling a département takes seconds: each process keeps the last few drafts it was asked about.
"""

import datetime as dt
import threading
from collections import OrderedDict

from sectorisation.compilation import compile_couche
from sectorisation.models import Couche, Version, fingerprint

_MAX_BROUILLONS = 4

_connus: OrderedDict[tuple[int, int, str, dt.date], Version] = OrderedDict()
_verrou = threading.Lock()


def draft_key(couche: Couche, *, now: dt.datetime) -> tuple[int, int, str, dt.date]:
    """What a draft answers depends on: its writes, the addresses, and the local day (dated rules)."""
    territoire = couche.territoire
    jour = now.astimezone(territoire.zone).date()
    return couche.pk, couche.brouillon, territoire.adresses_version, jour


def draft_version(couche: Couche, *, now: dt.datetime) -> Version:
    """The rules in force today, compiled: a row without a key, number 0, that nobody follows.

    `now` is an aware instant. Invalid polygons are left out, as when checking.
    """
    cle = draft_key(couche, now=now)
    with _verrou:
        connu = _connus.get(cle)
        if connu is None:
            compilation = compile_couche(couche, le=cle[-1])
            connu = _connus[cle] = Version(
                territoire_id=couche.territoire_id,
                couche=couche,
                numero=0,
                contenu=compilation.contenu,
                table=compilation.table or None,
                empreinte=fingerprint(compilation.contenu),
            )
            while len(_connus) > _MAX_BROUILLONS:
                _connus.popitem(last=False)
        return connu


def forget_drafts() -> None:
    """For tests, whose rows take each other's numbers."""
    with _verrou:
        _connus.clear()
