"""Sending what is due."""

from __future__ import annotations


def send_due() -> None:
    """Being written."""
