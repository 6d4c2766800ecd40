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
    _give(couche, services)
    return couche


@transaction.atomic
def change_couche(*, couche: Couche, nom: str, services: Iterable[Service]) -> None:
    """Rename a couche and say which services follow it; its address stays.

    A service follows the version in service at the next request of its usagers; one taken away
    routes nobody any more.
    """
    couche.nom = nom
    couche.save(update_fields=["nom"])
    kept = _give(couche, services)
    Service.objects.of(couche.territoire_id).filter(couche=couche).exclude(pk__in=kept).update(
        couche=None
    )


def _give(couche: Couche, services: Iterable[Service]) -> list[int]:
    """Services that follow another couche keep it. Keys of those asked for."""
    keys = [service.pk for service in services]
    libres = Service.objects.of(couche.territoire_id).filter(pk__in=keys, couche=None)
    libres.update(couche=couche)
    return keys
