"""Addresses of the journey, with the public choices already known in their query string."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from booking.models import Lieu, Motif, Service


def journey_url(
    *, service: Service | None = None, motif: Motif | None = None, lieu: Lieu | None = None
) -> str:
    """Where to book. A motif says its service."""
    choices = {
        "service": service or (motif.service if motif else None),
        "motif": motif,
        "lieu": lieu,
    }
    query = urlencode({name: row.slug for name, row in choices.items() if row})
    path = reverse("public:motif")
    return f"{path}?{query}" if query else path
