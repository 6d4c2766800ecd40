"""The doorbell: wakes a worker once the transaction is committed. The sweep does without it."""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger("parvis.messages")

# A broker that does not answer is left alone this long, in seconds.
SILENCE = 30.0
_silent_until = 0.0


def ring() -> None:
    """Ask for a sweep, without waiting: clients of a dead broker insist for seconds."""
    if time.monotonic() >= _silent_until:
        threading.Thread(target=_call, name="sonnette", daemon=True).start()


def _call() -> None:
    """Put the call in the broker. A failure is logged and swallowed: the rows will be swept."""
    from booking.notifications.taches import envoyer_dus

    global _silent_until
    try:
        envoyer_dus.apply_async(retry=False, expires=60)
    except Exception as error:  # the broker's client raises what it likes
        _silent_until = time.monotonic() + SILENCE
        logger.warning("courtier injoignable (%s) : le balayage enverra", type(error).__name__)
