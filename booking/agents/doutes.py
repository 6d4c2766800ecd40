"""What is unusual is said once, with what was typed kept; saying it again confirms it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest

from booking.errors import AConfirmer

T = TypeVar("T")


def digest_of(phrases: list[str]) -> str:
    """Names exactly these doubts: others, met after a change, are asked in their turn."""
    return hashlib.sha256("\n".join(phrases).encode()).hexdigest()[:16]


def act_or_ask(request: HttpRequest, act: Callable[[bool], T]) -> T:
    """`act(force)` once; again with force when its doubts are those the form confirmed."""
    try:
        return act(False)
    except AConfirmer as doute:
        if request.POST.get("confirme") != digest_of(doute.phrases):
            raise
        return act(True)
