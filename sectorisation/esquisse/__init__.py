"""Drawings of a couche, small enough for a page: SVG paths on a grid of whole numbers.

For the eye only. Shapes are simplified together, so that neighbours keep one border, and nothing
is ever computed from them again.
"""

from sectorisation.esquisse.constat import sketch_constat
from sectorisation.esquisse.couche import sketch
from sectorisation.esquisse.modele import Esquisse

__all__ = ["Esquisse", "sketch", "sketch_constat"]
