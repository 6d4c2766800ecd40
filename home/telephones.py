"""Phone numbers inside sentences; alone, the component `telephone` draws them."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberFormat


def readable(numero: str) -> str:
    """`02 61 91 61 00` with spaces that never break; short and unknown numbers stay as typed."""
    try:
        parsed = phonenumbers.parse(numero, "FR")
    except phonenumbers.NumberParseException:
        return numero
    form = (
        PhoneNumberFormat.NATIONAL if parsed.country_code == 33 else PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form).replace(" ", "\u00a0")


def by_phone(numero: str) -> str:
    """ "Par téléphone : 02 61 91 61 00", or nothing when there is no number."""
    return f"Par téléphone\u00a0: {readable(numero)}" if numero else ""
