"""Images and documents: each belongs to a territoire, each image says what it shows."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index


class DuPortail(models.Model):
    """A file of one territoire: the one whose collection holds it, whoever uploads."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        portail = getattr(self.collection, "portail", None)
        self.territoire_id = portail.territoire_id if portail else None
        super().save(*args, **kwargs)


class ImagePortail(DuPortail, AbstractImage):  # noqa: DJ008 - Wagtail's own __str__
    """Une image des pages, avec sa description obligatoire. À ne pas confondre avec le logo."""

    description = models.CharField(
        "description",
        max_length=255,
        help_text="Ce que l'image montre, en une phrase : elle est lue à qui ne voit pas l'image.",
    )

    search_fields = (*AbstractImage.search_fields, index.FilterField("territoire_id"))

    # No tag: Wagtail's are shared by every territoire.
    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self) -> str:
        return self.description


class RenduImage(AbstractRendition):
    """Une image redimensionnée pour une page. À ne pas confondre avec l'image d'origine."""

    image = models.ForeignKey(ImagePortail, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class DocumentPortail(DuPortail, AbstractDocument):  # noqa: DJ008 - Wagtail's own __str__
    """Un fichier à télécharger depuis une page. À ne pas confondre avec une pièce à apporter."""

    search_fields = (*AbstractDocument.search_fields, index.FilterField("territoire_id"))
    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        pass

    @property
    def url(self) -> str:
        """By uid, never by key; served on the host of its territoire only."""
        return reverse("document", args=[self.uid, self.filename])
