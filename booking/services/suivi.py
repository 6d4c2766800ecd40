"""What agents leave on an Rdv besides its status: a note, the trace of their reading."""

from __future__ import annotations

import datetime as dt

from booking.models import Agent, Consultation, Rdv


def set_note(*, rdv: Rdv, note: str) -> None:
    """Replace the team's note; the usager never sees it."""
    rdv.note = note
    rdv.save(update_fields=["note"])


def log_reading(*, rdv: Rdv, agent: Agent, now: dt.datetime) -> Consultation:
    """Keep who read which file, and when (design, decision 21)."""
    return Consultation.objects.create(
        territoire_id=rdv.territoire_id, agent=agent, rdv=rdv, le=now
    )
