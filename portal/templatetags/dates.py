"""Dates and times as readers of each language write them, with spaces that never break a line.

Examples are in French; the others write the day in their own words and the hour as `9:30`.

Every filter takes a `datetime` or a `date`. Aware datetimes are shown in the current time zone:
the middleware, each task and each command activate the territoire's.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from booking.langues import (
    at_hour,
    day_in_words,
    hour_in_words,
    is_french,
    minutes_in_words,
)

register = template.Library()


def _local(moment: datetime | date) -> datetime | date:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _format(moment: datetime | date | None, pattern: str) -> str:
    """`j` is written "1er" on the first of the month, as French wants."""
    if not moment:
        return ""
    return day_in_words(_local(moment), pattern)


@register.filter(is_safe=True)
def jour_semaine(moment: datetime | date | None) -> str:
    """`mardi`."""
    return _format(moment, "l")


@register.filter(is_safe=True)
def date_longue(moment: datetime | date | None) -> str:
    """`mardi 24 novembre`."""
    return _format(moment, "l j F")


@register.filter(is_safe=True)
def date_complete(moment: datetime | date | None) -> str:
    """`mardi 24 novembre 2026`."""
    return _format(moment, "l j F Y")


@register.filter(is_safe=True)
def date_simple(moment: datetime | date | None) -> str:
    """`24 novembre 2026`."""
    return _format(moment, "j F Y")


@register.filter(is_safe=True)
def date_courte(moment: datetime | date | None) -> str:
    """`mar. 24 nov.`."""
    if not moment:
        return ""
    return f"{_abbreviate_day(moment)} {_format(moment, 'j')} {_abbreviate_month(moment)}"


@register.filter(is_safe=True)
def heure(moment: datetime | time | None) -> str:
    """`9 h 30`, `14 h`; midnight is `0 h`."""
    if moment is None or moment == "":
        return ""
    if isinstance(moment, datetime):
        moment = _local(moment)
    return hour_in_words(moment)


@register.filter(is_safe=True)
def jour_heure(moment: datetime | None) -> str:
    """`mardi 24 novembre à 9 h 30`."""
    return at_hour(date_longue(moment), heure(moment)) if moment else ""


@register.filter(is_safe=True)
def jour_heure_court(moment: datetime | None) -> str:
    """`mar. 24 nov. à 9 h 30`."""
    return at_hour(date_courte(moment), heure(moment)) if moment else ""


@register.filter(is_safe=True)
def duree(minutes: int | None) -> str:
    """Minutes in words: `30 minutes`, `1 h 30`, `2 h`."""
    if minutes is None or minutes == "":
        return ""
    return minutes_in_words(minutes)


@register.simple_tag
def periode(debut: date, fin: date) -> str:
    """`Du 23 au 28 novembre`, `Du 30 novembre au 5 décembre`; the year only when it changes."""
    if debut.year != fin.year:
        premier, dernier = date_simple(debut), date_simple(fin)
    else:
        premier = _format(debut, "j") if debut.month == fin.month else _format(debut, "j F")
        dernier = _format(fin, "j F")
    return gettext("Du %(debut)s au %(fin)s") % {"debut": premier, "fin": dernier}


@register.simple_tag
def moment(valeur: datetime | date, forme: str = "") -> SafeString:
    """`<time datetime>` around a readable date.

    `forme` is "" (day and hour), "jour", "complet" (with the year), "heure" or "court".
    """
    forms = {
        "jour": date_longue,
        "complet": date_complete,
        "simple": date_simple,
        "heure": heure,
        "court": jour_heure_court,
    }
    default = jour_heure if isinstance(valeur, datetime) else date_longue
    local = _local(valeur)
    if forme == "heure":
        iso = local.strftime("%H:%M")
    else:
        # HTML takes no microsecond.
        iso = (
            local.isoformat(timespec="seconds")
            if isinstance(local, datetime)
            else local.isoformat()
        )
    return format_html('<time datetime="{}">{}</time>', iso, forms.get(forme, default)(valeur))


_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def _abbreviate_day(moment: datetime | date) -> str:
    """Three letters and a dot, which Django's own catalogue lacks; other languages keep theirs."""
    if is_french():
        return _DAYS[_local(moment).weekday()]
    return _format(moment, "D")


def _abbreviate_month(moment: datetime | date) -> str:
    if is_french():
        return _MONTHS[_local(moment).month - 1]
    return _format(moment, "M")


@register.filter(is_safe=True)
def jour_court(moment: datetime | date | None) -> str:
    """`mar.`."""
    return _abbreviate_day(moment) if moment else ""


@register.filter(is_safe=True)
def mois_court(moment: datetime | date | None) -> str:
    """`nov.`."""
    return _abbreviate_month(moment) if moment else ""


@register.filter(is_safe=True)
def quantieme(moment: datetime | date | None) -> str:
    """Day of the month alone: `24`, `1er`."""
    return _format(moment, "j")


@register.filter(is_safe=True)
def mois(moment: datetime | date | None) -> str:
    """`novembre`."""
    return _format(moment, "F")
