"""The CMS: what the communication team owns."""

from home.models.accueil import HomePage
from home.models.contenu import PageContenu
from home.models.frequentation import Frequentation
from home.models.medias import DocumentPortail, ImagePortail, RenduImage
from home.models.portail import Portail
from home.models.service import PageService
from home.models.vocabulaire import RechercheVaine, Synonyme

__all__ = [
    "DocumentPortail",
    "Frequentation",
    "HomePage",
    "ImagePortail",
    "PageContenu",
    "PageService",
    "Portail",
    "RechercheVaine",
    "RenduImage",
    "Synonyme",
]
