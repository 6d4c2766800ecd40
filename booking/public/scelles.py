"""Opaque references: encrypted, dated, only readable here and for two hours.

An address lets us find a site; it has no place in a URL, where histories, logs and proxies keep
it. What follows the journey instead is a Fernet token, keyed from SECRET_KEY and its forerunners.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

VIE = 2 * 60 * 60
_TAILLE_MAX = 4096


def seal(usage: str, content: dict[str, Any]) -> str:
    """A URL-safe token. `usage` keeps a token made for one purpose from serving another."""
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _fernet(usage).encrypt(zlib.compress(raw, 9)).decode().rstrip("=")


def unseal(usage: str, token: str) -> dict[str, Any] | None:
    """Its content, or None: tampered, too old, for something else, or nonsense."""
    if not token or len(token) > _TAILLE_MAX or not token.isascii():
        return None
    padded = token + "=" * (-len(token) % 4)
    try:
        return json.loads(zlib.decompress(_fernet(usage).decrypt(padded.encode(), ttl=VIE)))
    except (InvalidToken, zlib.error, ValueError):
        return None


def _fernet(usage: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"parvis:{usage}:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
