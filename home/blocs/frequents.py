"""Short links under the search field of the home page."""

from __future__ import annotations

from wagtail import blocks

from home.blocs.cibles import CibleBlock


class FrequentRendezVousBlock(blocks.StructBlock):
    texte = blocks.CharBlock(max_length=40, label="Texte", help_text="« Peser mon bébé »")
    cible = CibleBlock()

    class Meta:
        icon = "date"
        label = "Rendez-vous"


class FrequentPageBlock(blocks.StructBlock):
    texte = blocks.CharBlock(max_length=40, label="Texte")
    page = blocks.PageChooserBlock(label="Page")

    class Meta:
        icon = "doc-empty"
        label = "Page"


class FrequentsBlock(blocks.StreamBlock):
    """What is asked most."""

    rendez_vous = FrequentRendezVousBlock()
    page = FrequentPageBlock()

    class Meta:
        required = False
        max_num = 6
