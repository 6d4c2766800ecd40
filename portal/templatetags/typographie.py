"""French typography as filters: numbers to call, names and spaces that must not break.

Built in, like the components: no `{% load %}`.
"""

from __future__ import annotations

import re
from typing import Any

import phonenumbers
from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from booking.langues import isolate

register = template.Library()


@register.filter
def tel(numero: str) -> str:
    """The `tel:` target of a number as typed: `+33261916100`; short numbers stay as they are."""
    digits = re.sub(r"[^\d+]", "", numero or "")
    if len(digits.lstrip("+")) < 6:
        return digits
    try:
        parsed = phonenumbers.parse(digits, "FR")
    except phonenumbers.NumberParseException:
        return digits
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@register.filter
def numero_lisible(numero: str) -> str:
    """`02 61 91 61 00` with spaces that never break; a foreign number keeps its prefix."""
    if len(re.sub(r"\D", "", numero or "")) < 6:
        return numero or ""
    try:
        parsed = phonenumbers.parse(numero, "FR")
    except phonenumbers.NumberParseException:
        return numero
    french = parsed.country_code == 33
    form = phonenumbers.PhoneNumberFormat
    text = phonenumbers.format_number(parsed, form.NATIONAL if french else form.INTERNATIONAL)
    return isolate(text.replace(" ", "\u00a0"))


# Spaces that must not end a line: before ? ! : ; », after «, in "8 h 30", "à 1,2 km", "30 minutes".
_ESPACES = re.compile(
    r" (?=[?!:;»])|(?<=«) |(?<=\bà) (?=\d)|(?<=\d[ \u00a0]h) (?=\d\d\b)"
    r"|(?<=\d) (?=(?:h|min|minutes?|km|m|€)(?!\w))"
)


# Compound names short enough for a telephone. A word joiner keeps them whole: around a word, a
# nowrap span would also keep the browser from balancing the lines of a title.
_COMPOSES = re.compile(r"\b(?![\w’-]{17})(?!Rendez-)[A-ZÀ-Ý][\w’]*(?:-[\w’]+)+")


@register.filter
def insecable(texte: str) -> SafeString:
    """Keep compound names, hours and distances on one line, and punctuation beside its word."""
    escaped = _ESPACES.sub("\u00a0", str(conditional_escape(texte)))
    whole = _COMPOSES.sub(lambda name: name[0].replace("-", "-\u2060"), escaped)
    return mark_safe(re.sub(r"([Rr]endez-vous)", r'<span class="pv-insec">\1</span>', whole))


@register.filter
def nom_complet(portail: Any) -> str:
    """ "Département du Val-d’Orne"; no space after an elision ("Département de l’Orne")."""
    sur_nom, nom = getattr(portail, "sur_nom", "") or "", getattr(portail, "nom", "") or ""
    if isinstance(portail, dict):
        sur_nom, nom = portail.get("sur_nom", ""), portail.get("nom", "")
    space = "" if not sur_nom or sur_nom.endswith(("’", "'")) else " "
    return f"{sur_nom}{space}{nom}"
