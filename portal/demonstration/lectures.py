"""A past for the public figures: how often the pages of a fictional portail were read."""

from __future__ import annotations

import datetime as dt
import random

from django.urls import reverse
from wagtail.models import Page

from home.models import Frequentation, Portail

JOURS = 60


def fill_readings(portail: Portail, *, now: dt.datetime, graine: int) -> None:
    """Two months of readings, fewer on week-ends; the same for one seed and one day."""
    hasard = random.Random(graine)  # noqa: S311 - a believable past, not a secret
    root = portail.site.root_page
    chemins = ["/", reverse("lieux"), reverse("recherche")]
    chemins += [f"/{page.slug}/" for page in Page.objects.child_of(root).live()]
    today = now.astimezone(portail.territoire.zone).date()
    days = [today - dt.timedelta(days=n) for n in range(1, JOURS + 1)]
    Frequentation.objects.bulk_create(
        Frequentation(
            portail=portail,
            jour=day,
            chemin=chemin,
            lectures=hasard.randint(20, 90) // (4 if day.weekday() > 4 else 1 + rang // 3),
        )
        for day in days
        for rang, chemin in enumerate(chemins)
    )
