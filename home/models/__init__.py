"""The CMS: what the communication team owns."""

from home.models.accueil import HomePage
from home.models.actualite import PageActualite, PageActualites
from home.models.alerte import Alerte, CibleAlerte, GesteAlerte, Niveau
from home.models.contenu import PageContenu
from home.models.declaration import PageDeclarationAccessibilite
from home.models.frequentation import Frequentation
from home.models.lieu import PageLieu
from home.models.medias import DocumentPortail, ImagePortail, RenduImage
from home.models.portail import Portail
from home.models.question import QuestionReponse
from home.models.rubrique import PageRubrique
from home.models.service import PageService
from home.models.vocabulaire import RechercheVaine, Synonyme

__all__ = [
    "Alerte",
    "CibleAlerte",
    "DocumentPortail",
    "Frequentation",
    "GesteAlerte",
    "HomePage",
    "ImagePortail",
    "Niveau",
    "PageActualite",
    "PageActualites",
    "PageContenu",
    "PageDeclarationAccessibilite",
    "PageLieu",
    "PageRubrique",
    "PageService",
    "Portail",
    "QuestionReponse",
    "RechercheVaine",
    "RenduImage",
    "Synonyme",
]
