"""Writing the draft of a couche: its secteurs and their rules.

Usagers follow none of it before it is published (see `publication`).
"""

from django.db.models import F

from sectorisation.models import Couche


def touch(couche: Couche) -> None:
    """Says that the draft changed; every write ends here, in its own transaction.

    What was computed of the draft is kept under this number (see `Couche.brouillon`).
    """
    Couche.objects.filter(pk=couche.pk).update(brouillon=F("brouillon") + 1)
    couche.refresh_from_db(fields=["brouillon"])
