"""What a page is written with: no raw HTML, no layout."""

from home.blocs.corps import CorpsBlock, corps_block
from home.blocs.frequents import FrequentsBlock
from home.blocs.phares import PharesBlock
from home.blocs.voisins import VoisinsBlock

__all__ = ["CorpsBlock", "FrequentsBlock", "PharesBlock", "VoisinsBlock", "corps_block"]
