"""SMS: one interface, three providers (`console`, `fichier`, `http`), named by PARVIS_SMS."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

import requests
from django.conf import settings
from urllib3.exceptions import NewConnectionError

from booking.notifications.canaux import Accuse, EnvoiIncertain, EnvoiManque, EnvoiRefuse
from booking.notifications.journal import append_line

logger = logging.getLogger("parvis.messages")

DELAI = 5.0  # seconds to connect, then to answer
# The message itself is refused. Other 4xx (bad token, wrong address) are ours to mend: retried.
REFUS_DEFINITIFS = frozenset({400, 410, 413, 422})


@dataclass(frozen=True, slots=True)
class Sms:
    """One text to one number (E.164). `cle` is the idempotency key."""

    cle: str
    destinataire: str
    texte: str
    expediteur: str


def send_sms(sms: Sms) -> Accuse:
    """Hand `sms` to the configured provider. Raises EnvoiManque, EnvoiIncertain or EnvoiRefuse."""
    provider = PROVIDERS.get(settings.PARVIS_SMS)
    if provider is None:
        raise EnvoiManque("fournisseur de SMS inconnu")
    return provider(sms)


def _console(sms: Sms) -> Accuse:
    # Without the number: the console is a log.
    logger.info("SMS %s : %s", sms.cle, sms.texte)
    return Accuse("console")


def _fichier(sms: Sms) -> Accuse:
    append_line(
        settings.PARVIS_MESSAGES_DIR / "sms.jsonl",
        {"cle": sms.cle, "a": sms.destinataire, "de": sms.expediteur, "texte": sms.texte},
    )
    return Accuse("fichier")


def _http(sms: Sms) -> Accuse:
    """POST {to, text, sender, reference} as JSON, the key in `Idempotency-Key` (docs/messages.md)."""
    try:
        answer = requests.post(
            settings.PARVIS_SMS_URL,
            json={
                "to": sms.destinataire,
                "text": sms.texte,
                "sender": sms.expediteur,
                "reference": sms.cle,
            },
            headers={
                "Authorization": f"Bearer {settings.PARVIS_SMS_JETON}",
                "Idempotency-Key": sms.cle,
            },
            timeout=DELAI,
            allow_redirects=False,  # the token goes to no other address
        )
    except requests.RequestException as error:
        cause = type(error).__name__
        raise (EnvoiManque(cause) if _never_left(error) else EnvoiIncertain(cause)) from error
    if answer.ok and not answer.is_redirect:
        return Accuse("http", _reference(answer))
    if answer.status_code in REFUS_DEFINITIFS:
        raise EnvoiRefuse(f"HTTP {answer.status_code}")
    raise EnvoiManque(f"HTTP {answer.status_code}")


def _never_left(error: requests.RequestException) -> bool:
    """True when no connection was made, so that nobody can have received anything."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    if not isinstance(error, requests.ConnectionError | requests.Timeout):
        return True  # a wrong address in the settings, an unusable header…
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError)


def _reference(answer: requests.Response) -> str:
    """The provider's identifier, under the names most of them use."""
    try:
        body = json.loads(answer.content)
    except ValueError:
        return ""
    if not isinstance(body, dict):
        return ""
    found = next((body[k] for k in ("id", "reference", "messageId", "ticket") if body.get(k)), "")
    return str(found)


PROVIDERS: dict[str, Callable[[Sms], Accuse]] = {
    "console": _console,
    "fichier": _fichier,
    "http": _http,
}
