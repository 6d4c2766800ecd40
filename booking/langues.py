"""Words of the usager's face in their language: what comes from data stays French, and says so.

Msgids are French (design, decision 6); which language is spoken is the middleware's business, read
from the address, or each message's, read from its Rdv.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.dateformat import format as date_format
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

INSECABLE = "\u00a0"


def is_french() -> bool:
    """Is the language spoken now the one the territoire writes in?"""
    return (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE


def offered(langue: str) -> str:
    """This language, or French when the installation has given it up since."""
    return langue if langue in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def as_data(texte: Any) -> Any:
    """Names and texts written by the territoire, as HTML: marked French in any other language.

    A screen reader then says them right, and they keep their direction inside Arabic.
    """
    if not texte or is_french():
        return texte
    return format_html(
        '<bdi lang="{}" dir="ltr">{}</bdi>', settings.LANGUAGE_CODE, conditional_escape(texte)
    )


def as_block(html: Any) -> Any:
    """The same around paragraphs, already safe HTML."""
    if not html or is_french():
        return html
    return format_html('<div lang="{}" dir="ltr">{}</div>', settings.LANGUAGE_CODE, html)


def colon() -> str:
    """French sets its colon apart, by a space that never ends a line."""
    return f"{INSECABLE}:" if is_french() else ":"


def comma() -> str:
    """Between two things on one line: Arabic writes its own."""
    return gettext(", ")


def isolate(texte: str) -> str:
    """A number or a code that reads from left to right, as plain text; no sign where none helps."""
    return f"\u2066{texte}\u2069" if texte and get_language_bidi() else texte


def hour_in_words(moment: dt.datetime | dt.time) -> str:
    """`9 h 30`, `14 h` in French; `9:30`, `14:00` elsewhere: figures that everyone reads."""
    if not is_french():
        return f"{moment.hour}:{moment.minute:02d}"
    minutes = f"{INSECABLE}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{INSECABLE}h{minutes}"


def day_in_words(jour: dt.date, pattern: str = "l j F") -> str:
    """A local day in Django's `pattern`; `j` is written "1er" on the first, as French wants."""
    if jour.day == 1 and is_french():
        pattern = pattern.replace("j", r"1\e\r")
    return date_format(jour, pattern).replace("1er ", f"1er{INSECABLE}")


def at_hour(jour: str, heure: str) -> str:
    """`mardi 24 novembre à 9 h 30`, from its two halves."""
    return gettext("%(jour)s à\u00a0%(heure)s") % {"jour": jour, "heure": heure}


def minutes_in_words(minutes: int) -> str:
    """`30 minutes`, `1 h 30`, `2 h`; spaces never break."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return ngettext("%(n)d\u00a0minute", "%(n)d\u00a0minutes", rest) % {"n": rest}
    if not rest:
        return gettext("%(heures)d\u00a0h") % {"heures": hours}
    return gettext("%(heures)d\u00a0h\u00a0%(minutes)02d") % {"heures": hours, "minutes": rest}
