"""Service pages chosen by hand beside another."""

from __future__ import annotations

from wagtail import blocks


class VoisinsBlock(blocks.StreamBlock):
    """Three at most: more is a list, and a rubrique does that."""

    page = blocks.PageChooserBlock(label="Page de service", page_type="home.PageService")

    class Meta:
        required = False
        max_num = 3
