"""Ways out: one module a channel. What they share is how they say yes and no."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accuse:
    """A provider accepted the message; `reference` is its own name for it, when it gives one."""

    fournisseur: str
    reference: str = ""


class EnvoiManque(Exception):
    """Not sent this time: try again later. The text names a cause, never a person or an address."""


class EnvoiIncertain(EnvoiManque):
    """Perhaps sent: no answer came after the message left. Wait before trying again."""


class EnvoiRefuse(Exception):
    """Never to be sent: the provider refuses this message or this address for good."""
