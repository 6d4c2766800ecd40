"""E-mail through any Django backend: text, HTML, and the appointment as a calendar object."""

from __future__ import annotations

import hashlib
import smtplib
from dataclasses import dataclass
from email.charset import BASE64, Charset
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from booking.notifications.canaux import Accuse, EnvoiManque, EnvoiRefuse

# Quoted-printable writes the CRLF of a calendar as =0D, which Outlook does not read.
_UTF8_BASE64 = Charset("utf-8")
_UTF8_BASE64.body_encoding = BASE64


@dataclass(frozen=True, slots=True)
class Courriel:
    """One e-mail. `ics` goes both as a part and as a file; `methode` is its iTIP method."""

    cle: str
    destinataire: str
    nom_expediteur: str
    objet: str
    texte: str
    html: str
    ics: bytes = b""
    methode: str = "PUBLISH"
    repondre_a: str = ""


def send_email(courriel: Courriel) -> Accuse:
    """Hand `courriel` to Django's backend. Raises EnvoiManque or EnvoiRefuse.

    The Message-ID derives from the key: a repeated message is the same message for readers.
    """
    message = build(courriel)
    try:
        message.send()
    except ValueError as error:  # an address or a header that cannot be written
        raise EnvoiRefuse(type(error).__name__) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise _smtp(max(codes, default=0), permanent=all(c >= 500 for c in codes)) from error
    except smtplib.SMTPDataError as error:
        raise _smtp(error.smtp_code, permanent=error.smtp_code >= 500) from error
    except smtplib.SMTPResponseException as error:
        # Greeting, authentication, sender: what is refused is our setting, which can be mended.
        raise _smtp(error.smtp_code, permanent=False) from error
    except (smtplib.SMTPException, OSError) as error:
        raise EnvoiManque(type(error).__name__) from error
    backend = settings.EMAIL_BACKEND.rsplit(".", 1)[-1]
    return Accuse(backend, message_id(courriel.cle))


def build(courriel: Courriel) -> EmailMultiAlternatives:
    """mixed { alternative { plain, html, calendar }, calendar file }, every body in base64."""
    _, adresse = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=one_line(courriel.objet),
        body=courriel.texte,
        from_email=formataddr((one_line(courriel.nom_expediteur), adresse)),
        to=[courriel.destinataire],
        reply_to=[courriel.repondre_a] if courriel.repondre_a else None,
        headers={
            "Message-ID": message_id(courriel.cle),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        connection=get_connection(),
    )
    message.encoding = _UTF8_BASE64
    message.attach_alternative(courriel.html, "text/html")
    if courriel.ics:
        # The method of the MIME type must be that of the object (RFC 6047).
        message.attach_alternative(
            courriel.ics.decode(), f"text/calendar; method={courriel.methode}"
        )
        message.attach("rendez-vous.ics", courriel.ics, "application/ics")
    return message


def message_id(cle: str) -> str:
    """`<…@domain of the sender>`, always the same for a key."""
    domaine = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "parvis.invalid"
    return f"<{hashlib.sha256(cle.encode()).hexdigest()[:40]}@{domaine}>"


def one_line(text: str) -> str:
    """No line break reaches a header, whatever a name contains."""
    return " ".join(text.split())


def _smtp(code: int, *, permanent: bool) -> Exception:
    return EnvoiRefuse(f"SMTP {code}") if permanent else EnvoiManque(f"SMTP {code}")
