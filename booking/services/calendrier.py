"""The private calendar address of an agent: made, renewed, revoked; only its print is kept."""

from __future__ import annotations

import hashlib
import secrets

from booking.models import Agent
from sectorisation.models import Territoire

OCTETS = 24
"""192 bits: the address is the only key of the feed."""


def renew_calendrier(*, agent: Agent) -> str:
    """A new secret, told once; the former address stops answering."""
    secret = secrets.token_urlsafe(OCTETS)
    agent.calendrier_empreinte = _print_of(secret)
    agent.save(update_fields=["calendrier_empreinte"])
    return secret


def revoke_calendrier(*, agent: Agent) -> None:
    """No address answers any more."""
    agent.calendrier_empreinte = ""
    agent.save(update_fields=["calendrier_empreinte"])


def agent_by_calendrier(*, territoire: Territoire, secret: str) -> Agent | None:
    """Whose feed this is, on the portal of their territoire only."""
    return (
        Agent.objects.of(territoire)
        .receiving()
        .filter(calendrier_empreinte=_print_of(secret))
        .select_related("territoire")
        .first()
    )


def _print_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
