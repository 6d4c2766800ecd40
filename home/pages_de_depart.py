"""What a new portail says before anyone has written in it: true everywhere, to be completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sectorisation.models import Territoire

_DE = ("du", "de", "des", "de la")
_ELISION = ("d'", "d’", "l'", "l’")


def accroche_of(territoire: Territoire) -> str:
    """ "Le département du Val-d'Orne vous reçoit", or the bare name when the grammar is unknown."""
    above = territoire.sur_nom.strip()
    lower = above.lower()
    if lower.startswith("département") and lower.endswith((*_DE, *_ELISION)):
        space = "" if lower.endswith(_ELISION) else " "
        return f"Le {above[0].lower()}{above[1:]}{space}{territoire.nom} vous reçoit"[:80]
    return f"{territoire.nom} vous reçoit"[:80]


@dataclass(frozen=True, slots=True)
class PageDeDepart:
    titre: str
    slug: str
    chapo: str
    menu: bool
    corps: list[tuple[str, Any]]


COMMENT = PageDeDepart(
    titre="Comment ça se passe",
    slug="comment-ca-se-passe",
    chapo="Prendre rendez-vous demande une minute, sans créer de compte.",
    menu=True,
    corps=[
        (
            "etapes",
            {
                "titre": "Prendre rendez-vous, pas à pas",
                "etapes": [
                    {
                        "titre": "Dites pourquoi vous venez",
                        "texte": "<p>Choisissez un service, puis un motif.</p>",
                    },
                    {
                        "titre": "Donnez votre adresse",
                        "texte": "<p>Elle sert à trouver le lieu qui s’occupe de votre secteur. "
                        "Vous n’avez pas d’adresse ? Un bouton le prévoit.</p>",
                    },
                    {
                        "titre": "Choisissez un jour et une heure",
                        "texte": "<p>Le créneau est gardé le temps d’écrire vos coordonnées.</p>",
                    },
                    {
                        "titre": "Recevez la confirmation",
                        "texte": "<p>Elle contient un lien et un code. "
                        "Un rappel part avant le rendez-vous.</p>",
                    },
                ],
            },
        ),
        (
            "questions",
            {
                "titre": "Questions fréquentes",
                "questions": [
                    {
                        "question": "Comment déplacer ou annuler mon rendez-vous ?",
                        "reponse": "<p>Ouvrez le lien reçu, ou écrivez votre code sur la page "
                        "d’accueil. Annuler libère la place pour quelqu’un d’autre.</p>",
                    },
                    {
                        "question": "Je n’ai ni téléphone portable ni adresse électronique.",
                        "reponse": "<p>Vous pouvez prendre rendez-vous par téléphone ou sur place. "
                        "Notez bien le code : il suffit pour retrouver le rendez-vous.</p>",
                    },
                    {
                        "question": "Je parle peu français.",
                        "reponse": "<p>Dites-le en prenant rendez-vous : nous cherchons un "
                        "interprète.</p>",
                    },
                    {
                        "question": "Que faites-vous de mes informations ?",
                        "reponse": "<p>Elles servent au rendez-vous, puis sont effacées. La page "
                        "<a href='/donnees-personnelles/'>Données personnelles</a> dit quand.</p>",
                    },
                ],
            },
        ),
    ],
)

AUTREMENT = PageDeDepart(
    titre="Nous joindre autrement",
    slug="nous-joindre",
    chapo="Par téléphone, sur place ou par écrit : choisissez ce qui vous convient.",
    menu=True,
    corps=[
        ("contact", {"qui": "portail", "titre": "Par téléphone"}),
        (
            "texte",
            "<h2>Sur place</h2><p>Poussez la porte d’un lieu proche : la "
            "page <a href='/lieux/'>Lieux et horaires</a> donne les adresses.</p>"
            "<h2>Vous êtes sourd ou malentendant</h2><p>Tout le portail s’utilise par écrit, "
            "rendez-vous compris. Sur la page des coordonnées, dites si vous avez besoin d’un "
            "interprète en langue des signes.</p>",
        ),
        (
            "encadre",
            {
                "niveau": "attention",
                "titre": "En cas d’urgence",
                "texte": "<p>Appelez le 15 (Samu) ou le 112. Par SMS, écrivez au 114.</p>",
            },
        ),
    ],
)

PAGES = (COMMENT, AUTREMENT)
