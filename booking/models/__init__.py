"""The nouns of appointments, one file each."""

from booking.models.absence import Absence
from booking.models.agent import Agent, Role
from booking.models.attribution import Attribution
from booking.models.cas_usage import CasUsage, EtatCas, Question, SorteQuestion
from booking.models.choix import ANNULES, Auteur, Contact, Etape, Mode, Niveau, Rattachement, Statut
from booking.models.consultation import Consultation
from booking.models.cumul import Cumul
from booking.models.depart import DepartAilleurs
from booking.models.lieu import Lieu
from booking.models.message import Canal, EtatMessage, Genre, Message
from booking.models.motif import Motif
from booking.models.occupation import Nature, Occupation
from booking.models.organisation import Organisation
from booking.models.ouverture import Ouverture
from booking.models.perturbation import Gene, Perturbation
from booking.models.plage import PlageOuverture
from booking.models.rdv import Participation, Rdv
from booking.models.reglage_local import ReglageLocal, held_at, held_for, load_reglages
from booking.models.service import Service
from booking.models.usager import Proche, Usager

__all__ = [
    "ANNULES",
    "Absence",
    "Agent",
    "Attribution",
    "Auteur",
    "Canal",
    "CasUsage",
    "Consultation",
    "Contact",
    "Cumul",
    "DepartAilleurs",
    "Etape",
    "EtatCas",
    "EtatMessage",
    "Gene",
    "Genre",
    "Lieu",
    "Message",
    "Mode",
    "Motif",
    "Nature",
    "Niveau",
    "Occupation",
    "Organisation",
    "Ouverture",
    "Participation",
    "Perturbation",
    "PlageOuverture",
    "Proche",
    "Question",
    "Rattachement",
    "Rdv",
    "ReglageLocal",
    "Role",
    "Service",
    "SorteQuestion",
    "Statut",
    "Usager",
    "held_at",
    "held_for",
    "load_reglages",
]
