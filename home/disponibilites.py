"""Availabilities as pages show them: read at most once in half a minute for everyone.

A page kept 30 s over an availability kept 30 s is never more than a minute late (decision 20).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache

from booking.models import Service
from booking.services import disponibilites
from home.models.portail import Portail

if TYPE_CHECKING:
    from booking.services.disponibilites import ProchainCreneau

DUREE_SECONDES = 30


@dataclass(frozen=True, slots=True)
class Releve:
    """Next availability of each service id, and when it was read."""

    a: dt.datetime
    prochains: dict[int, ProchainCreneau | None]


def read_services(*, portail: Portail, services: Sequence[Service], now: dt.datetime) -> Releve:
    """The next availability of all these services, from one call to the engine."""
    key = f"releve:{portail.pk}:{portail.publication}:{'-'.join(str(s.pk) for s in services)}"
    releve: Releve | None = cache.get(key)
    # A start that passed meanwhile is read again at once.
    if releve is None or any(p and p.debut <= now for p in releve.prochains.values()):
        found = disponibilites.next_par_service(services=services, now=now)
        releve = Releve(now, {s.pk: found.get(s.pk) for s in services})
        cache.set(key, releve, DUREE_SECONDES)
    return releve
