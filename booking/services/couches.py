"""Couches and the services that follow them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from booking.models import Service
from sectorisation.models import Couche, Territoire


@transaction.atomic
def open_couche(*, territoire: Territoire, nom: str, services: Iterable[Service] = ()) -> Couche:
    """A couche without any secteur yet; nobody is routed by it before it is published."""
    couche = Couche.objects.create(territoire=territoire, nom=nom, slug=slugify(nom)[:50])
    Service.objects.of(territoire).filter(pk__in=[s.pk for s in services]).update(couche=couche)
    return couche
