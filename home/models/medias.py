"""Images and documents: each belongs to a territoire, each image says what it shows."""

from __future__ import annotations

import uuid

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ImagePortail(AbstractImage):
    """Une image des pages, avec sa description obligatoire. À ne pas confondre avec le logo."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = Image.admin_form_fields


class RenduImage(AbstractRendition):
    """Une image redimensionnée pour une page. À ne pas confondre avec l'image d'origine."""

    image = models.ForeignKey(ImagePortail, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class DocumentPortail(AbstractDocument):
    """Un fichier à télécharger depuis une page. À ne pas confondre avec une pièce à apporter."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = Document.admin_form_fields
