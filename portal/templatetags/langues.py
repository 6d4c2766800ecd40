"""What comes from data, in a page of another language. Built in, as `composants`."""

from __future__ import annotations

from typing import Any

from django import template

from booking.langues import as_block, as_data, colon, comma, isolate

register = template.Library()


@register.filter
def donnee(texte: Any) -> Any:
    """A name or a text the territoire wrote: marked French in a page of another language."""
    return as_data(texte)


@register.simple_tag
def deux_points() -> str:
    """ " :", with the space that French alone puts before."""
    return colon()


@register.simple_tag
def virgule() -> str:
    """ ", " as the language writes it."""
    return comma()


@register.filter
def isole(texte: str) -> str:
    """A code or a number, that must read from left to right inside Arabic too."""
    return isolate(texte)


@register.filter
def donnee_bloc(html: Any) -> Any:
    """The same around whole paragraphs, already HTML."""
    return as_block(html)
