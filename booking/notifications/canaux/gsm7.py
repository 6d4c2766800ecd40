"""The GSM-7 alphabet: 160 characters an SMS, 153 a part of a longer one (3GPP TS 23.038)."""

from __future__ import annotations

import math
import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_REPLACED = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "’": "'",
        "‘": "'",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "°": "o",
        "ç": "c",
        "\t": " ",
    }
)
_SINGLE, _PART = 160, 153


def to_gsm7(text: str) -> str:
    """`text` in that alphabet: é è à ù stay, other accents and typography are simplified.

    What has no equivalent (emoji, other scripts) is dropped: one such character would otherwise
    cut the SMS down to 70 characters.
    """
    result = []
    for char in unicodedata.normalize("NFC", text).translate(_REPLACED):
        if char in _BASIC or char in _EXTENDED:
            result.append(char)
        elif char.isspace():
            result.append(" ")
        else:
            plain = unicodedata.normalize("NFKD", char)
            result.extend(c for c in plain if c in _BASIC)
    return "".join(result)


def is_lost_in_gsm7(text: str) -> bool:
    """Would letters go, as in Arabic or Greek, and not accents alone?"""
    return any(char.isalpha() and not to_gsm7(char) for char in text)


def ucs2_parts(text: str) -> int:
    """SMS that a text of any alphabet costs: 70 characters, or 67 a part (UTF-16 units)."""
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= 70 else math.ceil(length / 67)


def count_parts(text: str) -> int:
    """SMS that a GSM-7 `text` costs."""
    length = sum(2 if char in _EXTENDED else 1 for char in text)
    return 1 if length <= _SINGLE else math.ceil(length / _PART)
