"""Public addresses written in messages and calendars."""

from __future__ import annotations

from django.conf import settings

from booking.langues import isolate, offered
from booking.models import Rdv
from booking.services.liens import code_of, token_of
from sectorisation.models import Territoire


def racine(territoire: Territoire) -> str:
    """The portal's public address, without a final slash."""
    return (territoire.url_publique or settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def lien_du_rdv(rdv: Rdv) -> str:
    """Where the usager sees, moves or cancels: the token is derived, never stored."""
    return f"{racine_dans_la_langue(rdv)}/rdv/{token_of(rdv)}/"


def racine_dans_la_langue(rdv: Rdv) -> str:
    """Where the journey begins in the language of this Rdv, without a final slash."""
    langue = offered(rdv.langue)
    prefix = "" if langue == settings.LANGUAGE_CODE else f"/{langue}"
    return f"{racine(rdv.territoire)}{prefix}"


def code_lisible(rdv: Rdv) -> str:
    """The same door for whoever has no smartphone, in two groups of four."""
    code = code_of(rdv)
    return isolate(f"{code[:4]} {code[4:]}")
