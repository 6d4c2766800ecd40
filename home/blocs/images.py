"""An image, always described or said to be a decoration."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import Picture, SourceImageIOError

from home.blocs.apercu import ApercuDuPortail
from home.blocs.documents import MONTRER
from home.blocs.portee import own
from home.courant import territoire_courant

LARGEURS = (480, 960)
FORMATS = ("avif", "webp", "jpeg")
# The text column stops at 45 rem; below, the image takes the width of the screen.
TAILLES = "(min-width: 48rem) 45rem, 100vw"
LES_DEUX = "Une image décrite n’est pas un décor : effacez la description, ou décochez « décor »."


class ImageBlock(ApercuDuPortail, blocks.StructBlock):
    """One description an image in the library; another here when the page needs other words."""

    image = ImageChooserBlock(label="Image")
    description = blocks.CharBlock(
        max_length=255,
        required=False,
        label="Ce que l’image montre ici",
        help_text="Vide : la description écrite dans la bibliothèque.",
    )
    decor = blocks.BooleanBlock(
        required=False,
        label="Cette image est un décor : sans elle, on comprend tout autant",
    )
    legende = blocks.CharBlock(
        max_length=255, required=False, label="Légende", help_text="Lue par tous, sous l’image."
    )

    class Meta:
        icon = "image"
        label = "Image"
        group = MONTRER
        description = "Une photo ou un schéma, avec sa description. Pas de texte dans l’image."
        template = "home/blocs/image.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("decor") and (cleaned.get("description") or "").strip():
            raise StructBlockValidationError(block_errors={"decor": ValidationError(LES_DEUX)})
        return cleaned

    def preview_of_portail(self) -> dict[str, Any] | None:
        from home.models import ImagePortail

        row = ImagePortail.objects.filter(territoire=territoire_courant.get()).last()
        return {"image": row} if row else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        image = own(value.get("image"), parent_context)
        context["image"] = picture_of(image, alt=_alt(image, value)) if image else None
        return context


def _alt(image: Any, value: Any) -> str:
    if value.get("decor"):
        return ""
    return (value.get("description") or "").strip() or image.description


def picture_of(image: Any, *, alt: str) -> Picture | None:
    """`<picture>` in AVIF, WebP and JPEG, at two widths; None when its file is lost or spoiled."""
    specs = [f"width-{width}|format-{kind}" for kind in FORMATS for width in LARGEURS]
    try:
        renditions = image.get_renditions(*specs)
    except (SourceImageIOError, OSError, ValueError):
        return None
    return Picture(renditions, {"alt": alt, "sizes": TAILLES, "loading": "lazy"})
