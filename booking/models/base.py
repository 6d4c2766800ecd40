"""What several nouns share: their territoire, a public identifier, an outside reference."""

import uuid

from django.db import models


class DuTerritoire(models.Model):
    """A row of one territoire, named in URLs by its `uid`, never by its key."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="+"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class ReferenceExterne(models.Model):
    """How another system names this row; a pair is unique in its territoire."""

    systeme_externe = models.CharField("système externe", max_length=40, blank=True, default="")
    id_externe = models.CharField("identifiant externe", max_length=120, blank=True, default="")

    class Meta:
        abstract = True


def reference_unique(nom: str) -> models.UniqueConstraint:
    """The constraint every heir of ReferenceExterne puts in its Meta, under its own name."""
    return models.UniqueConstraint(
        fields=["territoire", "systeme_externe", "id_externe"],
        condition=~models.Q(id_externe=""),
        name=nom,
    )
