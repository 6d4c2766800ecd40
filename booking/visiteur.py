"""Who is at the other end: a secret kept in the session, and the address the request came from."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest

_CLE = "visiteur"


def visiteur_of(request: HttpRequest) -> str:
    """The visitor's secret, made at the first POST of the journey; only its hash is ever stored."""
    if _CLE not in request.session:
        request.session[_CLE] = secrets.token_urlsafe(24)
    return request.session[_CLE]


def known_visiteur(request: HttpRequest) -> str:
    """The same, or nothing: reading a page must not open a session."""
    return request.session.get(_CLE, "")


def ip_of(request: HttpRequest) -> str:
    """The client's address, seen past the reverse proxies we trust and no further."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part]
    trusted = settings.PARVIS_MANDATAIRES
    if trusted and len(chain) >= trusted:
        return chain[-trusted]
    return request.META.get("REMOTE_ADDR", "")


def fingerprint(value: str) -> str:
    """What a counter is filed under: an address or a secret never is, as such."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:{value}".encode()).hexdigest()[:24]
