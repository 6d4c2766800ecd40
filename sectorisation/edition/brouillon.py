"""The draft of a couche: one writer at a time, and a number that grows."""

from django.db.models import F

from sectorisation.models import Couche


def lock_draft(couche: Couche) -> None:
    """Every write begins here: what it checks then holds until it is written."""
    Couche.objects.select_for_update(of=("self",)).only("pk").get(pk=couche.pk)


def touch(couche: Couche) -> None:
    """Says that the draft changed; every write ends here, in its own transaction.

    What was computed of the draft is kept under this number (see `Couche.brouillon`).
    """
    Couche.objects.filter(pk=couche.pk).update(brouillon=F("brouillon") + 1)
    couche.refresh_from_db(fields=["brouillon"])
