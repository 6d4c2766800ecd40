"""What each role of a portail is, and the rights its group holds in Wagtail.

A role on one portail says nothing of any other. Who holds which is asked in `home.perms`; which
view a role opens is in `home.cloison_vues`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ECRIRE_PAGES = ("add_page", "change_page")
PUBLIER_PAGES = (*ECRIRE_PAGES, "publish_page", "lock_page", "unlock_page")
# Whoever may add a file may also change it while it is theirs.
DEPOSER = ("add", "choose")


class RoleRedaction(IntEnum):
    """Each may all that the one before may, but the first: it only announces."""

    ALERTE = 0
    REDACTEUR = 1
    RELECTEUR = 2
    ADMINISTRATEUR = 3


@dataclass(frozen=True, slots=True)
class Fonction:
    """`champ` is the field of Portail that holds the group; `nom` and `resume` are shown."""

    role: RoleRedaction
    champ: str
    nom: str
    groupe: str
    resume: str
    pages: tuple[str, ...] = ()
    medias: tuple[str, ...] = ()


FONCTIONS = (
    Fonction(
        role=RoleRedaction.REDACTEUR,
        champ="groupe_redacteurs",
        nom="Rédaction",
        groupe="Rédacteurs",
        resume="Écrit les pages, dépose images et documents. Ne publie pas.",
        pages=ECRIRE_PAGES,
        medias=DEPOSER,
    ),
    Fonction(
        role=RoleRedaction.RELECTEUR,
        champ="groupe_relecteurs",
        nom="Relecture",
        groupe="Relecteurs",
        resume="Écrit, relit, publie, programme, annonce une perturbation.",
        pages=PUBLIER_PAGES,
        medias=(*DEPOSER, "change"),
    ),
    Fonction(
        role=RoleRedaction.ADMINISTRATEUR,
        champ="groupe_administrateurs",
        nom="Administration éditoriale",
        groupe="Administration éditoriale",
        resume="Publie, supprime, tient la marque, les services et lieux, l’équipe.",
        pages=(*PUBLIER_PAGES, "bulk_delete_page"),
        medias=(*DEPOSER, "change", "delete"),
    ),
    Fonction(
        role=RoleRedaction.ALERTE,
        champ="groupe_alerte",
        nom="Alerte d’urgence",
        groupe="Alerte d’urgence",
        resume="Annonce une perturbation ou une alerte, et rien d’autre.",
    ),
)
FONCTION_DE = {fonction.role: fonction for fonction in FONCTIONS}
