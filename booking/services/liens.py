"""Links and codes of an Rdv: derived, never stored (design, decision 12).

The token is an HMAC of the Rdv's uid and generation; the row keeps its SHA-256, so that a link
already sent stays good whatever happens to the keys. The code is derived from the same pair,
because a reminder composed weeks later repeats it: it is given in clear only by these functions,
and the row keeps a keyed hash. A new generation revokes both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import phonenumbers
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from booking.models import Rdv
from booking.notifications import outbox
from sectorisation.models import Territoire

# Neither look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), nor vowels: no word comes out by accident.
ALPHABET = "CDFGHJKMNPQRTVWX34679"
LONGUEUR = 8
_JETON = re.compile(r"[A-Za-z0-9_-]{22}")
# Where a number written without prefix may belong.
_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")
_RDVS_PAR_DEMANDE = 10
_CHAMPS = ("jeton_empreinte", "jeton_generation", "code_empreinte")


def token_of(rdv: Rdv) -> str:
    """The link token of an Rdv: 128 bits, base64url, 22 characters.

    Derived under the key that was current when the row was written, as long as
    SECRET_KEY_FALLBACKS names it; otherwise the row adopts the present key.
    """
    for secret in _secrets():
        token = _token(rdv, secret)
        if hmac.compare_digest(_sha256(token), rdv.jeton_empreinte):
            return token
    _adopt_present_key(rdv)
    return token_of(rdv)


def code_of(rdv: Rdv) -> str:
    """The code of an Rdv, eight characters without separator."""
    for secret in _secrets():
        code = _code(rdv, secret)
        if any(hmac.compare_digest(e, rdv.code_empreinte) for e in _code_prints(code)):
            return code
    _adopt_present_key(rdv)
    return code_of(rdv)


def rdv_by_token(*, territoire: Territoire, jeton: str) -> Rdv | None:
    """The Rdv a link opens; None when it is unknown, revoked or another territoire's."""
    if not _JETON.fullmatch(jeton):
        return None
    return Rdv.objects.of(territoire).with_people().filter(jeton_empreinte=_sha256(jeton)).first()


def rdv_by_code(*, territoire: Territoire, code: str) -> Rdv | None:
    """The Rdv a code opens, however it was typed: spaces, dashes, case, and signs of direction pasted with
    it do not count.

    The faces throttle it: eight characters alone would not resist.
    """
    typed = re.sub(r"[\s\-.\u2066-\u2069]", "", code[:64]).upper()
    if len(typed) != LONGUEUR or not set(typed) <= set(ALPHABET):
        return None
    prints = list(_code_prints(typed))
    return Rdv.objects.of(territoire).with_people().filter(code_empreinte__in=prints).first()


def set_link(rdv: Rdv) -> None:
    """Give an Rdv its prints under the present key, at a generation whose code is free."""
    while True:
        derive_link(rdv)
        others = Rdv.objects.of(rdv.territoire_id).exclude(pk=rdv.pk)
        if not others.filter(code_empreinte=rdv.code_empreinte).exists():
            return
        rdv.jeton_generation += 1


def derive_link(rdv: Rdv) -> None:
    """The prints of an Rdv at its generation, without looking whether another has this code."""
    rdv.jeton_empreinte = _sha256(_token(rdv, settings.SECRET_KEY))
    rdv.code_empreinte = next(_code_prints(_code(rdv, settings.SECRET_KEY)))


@transaction.atomic
def new_link(*, rdv: Rdv) -> str:
    """A new token and a new code; the former ones open nothing any more."""
    fresh = Rdv.objects.select_for_update().get(pk=rdv.pk)
    fresh.jeton_generation += 1
    set_link(fresh)
    fresh.save(update_fields=_CHAMPS)
    for field in _CHAMPS:
        setattr(rdv, field, getattr(fresh, field))
    return token_of(rdv)


@transaction.atomic
def ask_lost_link(*, territoire: Territoire, contact: str, now: dt.datetime) -> None:
    """Send the links of the coming Rdv of whoever has this e-mail address or phone number.

    They go to the contact on file. The caller answers the same whether there was one or not.
    """
    contact = contact.strip()[:254]
    numbers = set(_numbers(contact))
    known = Q(participations__usager__telephone__in=numbers) if numbers else Q(pk__in=[])
    if "@" in contact:
        known |= Q(participations__usager__email__iexact=contact)
    rdvs = Rdv.objects.of(territoire).upcoming(now).filter(known).order_by("debut").distinct()
    for rdv in rdvs[:_RDVS_PAR_DEMANDE]:
        outbox.plan_link(rdv=rdv, now=now)


def _adopt_present_key(rdv: Rdv) -> None:
    """The key that derived these prints is gone: what was sent opens nothing any more."""
    set_link(rdv)
    rdv.save(update_fields=_CHAMPS)


def _numbers(text: str) -> Iterator[str]:
    """The E.164 forms this text may mean, in any French territory."""
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _derive(rdv: Rdv, salt: str, secret: str) -> bytes:
    value = f"{rdv.uid.hex}:{rdv.jeton_generation}"
    return salted_hmac(salt, value, secret=secret, algorithm="sha256").digest()


def _token(rdv: Rdv, secret: str) -> str:
    return urlsafe_b64encode(_derive(rdv, "parvis.rdv.jeton", secret)[:16]).decode().rstrip("=")


def _code(rdv: Rdv, secret: str) -> str:
    number = int.from_bytes(_derive(rdv, "parvis.rdv.code", secret))
    letters = []
    for _ in range(LONGUEUR):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def _code_prints(code: str) -> Iterator[str]:
    """Keyed hashes of a code under each key, the present one first."""
    for secret in _secrets():
        yield salted_hmac(
            "parvis.rdv.code.empreinte", code, secret=secret, algorithm="sha256"
        ).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
