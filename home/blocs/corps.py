"""The body of a page: twelve blocks, in three groups.

Twelve and no more: a choice one can read. None offers a layout, raw HTML or a frame: what a block
means decides how it looks, and it stays accessible. A deployment that needs another subclasses
`CorpsBlock` and names its class in PARVIS_BLOCS (docs/guide-redaction.md).
"""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail import blocks

from home.blocs.documents import TelechargerBlock
from home.blocs.images import ImageBlock
from home.blocs.mon_secteur import MonSecteurBlock
from home.blocs.orientation import ContactBlock, TuilesBlock
from home.blocs.questions import QuestionsBlock
from home.blocs.rendez_vous import RendezVousBlock
from home.blocs.tableau import TableauBlock
from home.blocs.textes import EncadreBlock, EtapesBlock, TexteBlock
from home.blocs.video import VideoBlock


class CorpsBlock(blocks.StreamBlock):
    """The body of a page. Names are stored in pages: they never change."""

    texte = TexteBlock()
    encadre = EncadreBlock()
    etapes = EtapesBlock()
    questions = QuestionsBlock()
    tableau = TableauBlock()
    image = ImageBlock()
    video = VideoBlock()
    telecharger = TelechargerBlock()
    tuiles = TuilesBlock()
    contact = ContactBlock()
    rendez_vous = RendezVousBlock()
    mon_secteur = MonSecteurBlock()

    class Meta:
        required = False


def corps_block() -> blocks.StreamBlock:
    """The body that this deployment offers.

    Raises ImportError, at the start, when PARVIS_BLOCS names no class.
    """
    found: type[blocks.StreamBlock] = import_string(settings.PARVIS_BLOCS)
    return found()
