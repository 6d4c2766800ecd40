"""The doorbell: wakes a worker once the transaction is committed. The sweep does without it."""

from __future__ import annotations

import logging
import time

logger = logging.getLogger("parvis.messages")

# A broker that does not answer is left alone this long (seconds): a booking never waits for it.
SILENCE = 30.0
_silent_until = 0.0


def ring() -> None:
    """Ask for a sweep now. A failure is logged and swallowed: the row is there, and is swept."""
    from booking.notifications.taches import envoyer_dus

    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        envoyer_dus.apply_async(retry=False, expires=60)
    except Exception as error:  # the broker's client raises what it likes
        _silent_until = time.monotonic() + SILENCE
        logger.warning("courtier injoignable (%s) : le balayage enverra", type(error).__name__)
