"""What machines read of a page. Built in, as `composants`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A text can neither close the block nor open a comment in it.
_ECHAPPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def donnees_structurees(liste: Iterable[Mapping[str, Any]]) -> SafeString:
    """One JSON-LD block for each mapping: data, which no browser executes (decision 19)."""
    return format_html_join("\n", "{}", ((_block(facts),) for facts in liste or ()))


def _block(facts: Mapping[str, Any]) -> SafeString:
    text = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ECHAPPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
