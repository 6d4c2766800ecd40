"""The demonstration's mailbox: messages go to files, and a page shows them.

Nothing here is used outside PARVIS_DEMO.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message as MimeMessage

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from booking.models import Canal, EtatMessage, Message
from booking.notifications.canaux.email import message_id
from booking.notifications.journal import append_line, read_lines
from sectorisation.models import Territoire

COURRIELS, SMS = "courriels.jsonl", "sms.jsonl"


class FichierEmailBackend(BaseEmailBackend):
    """A Django e-mail backend that appends each message, as the MIME tree it is, to a file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            mime = email.message()
            append_line(
                settings.PARVIS_MESSAGES_DIR / COURRIELS,
                {
                    "cle": str(mime["Message-ID"]),
                    "a": ", ".join(email.recipients()),
                    "de": str(make_header(decode_header(email.from_email))),
                    "objet": email.subject,
                    "texte": email.body,
                    "pieces": _parts(mime),
                },
            )
        return len(email_messages)


def _parts(mime: MimeMessage) -> list[str]:
    return [part.get_content_type() for part in mime.walk() if not part.is_multipart()]


@dataclass(frozen=True, slots=True)
class MessageMontre:
    """One row of the outbox with, once sent, what was sent."""

    sms: bool
    genre: str
    du: dt.datetime
    envoye_le: dt.datetime | None
    a: str = ""
    de: str = ""
    objet: str = ""
    texte: str = ""
    avec_calendrier: bool = False


def list_sent(*, territoire: Territoire, limit: int = 50) -> list[MessageMontre]:
    """The latest messages sent for a territoire, newest first, with their text."""
    rows = Message.objects.of(territoire).filter(etat=EtatMessage.ENVOYE).order_by("-envoye_le")
    texts = {
        entry["cle"]: entry
        for name in (COURRIELS, SMS)
        for entry in read_lines(settings.PARVIS_MESSAGES_DIR / name)
    }
    return [_show(row, texts) for row in rows[:limit]]


def list_waiting(*, territoire: Territoire, limit: int = 20) -> list[MessageMontre]:
    """The next messages to leave, earliest first; their text does not exist yet."""
    rows = Message.objects.of(territoire).waiting().order_by("du", "pk")
    return [_show(row, {}) for row in rows[:limit]]


def _show(row: Message, texts: dict[str, dict]) -> MessageMontre:
    entry = texts.get(message_id(row.cle) if row.canal == Canal.EMAIL else row.cle, {})
    return MessageMontre(
        sms=row.canal == Canal.SMS,
        genre=row.get_genre_display(),
        du=row.du,
        envoye_le=row.envoye_le,
        a=entry.get("a", ""),
        de=entry.get("de", ""),
        objet=entry.get("objet", ""),
        texte=entry.get("texte", ""),
        avec_calendrier="text/calendar" in entry.get("pieces", []),
    )
