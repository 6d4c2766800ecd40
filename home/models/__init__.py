"""The CMS: what the communication team owns."""

from home.models.medias import DocumentPortail, ImagePortail, RenduImage
from home.models.portail import Portail

__all__ = ["DocumentPortail", "ImagePortail", "Portail", "RenduImage"]
