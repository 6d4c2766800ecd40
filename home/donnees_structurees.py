"""Facts for machines (schema.org), from the rows that pages show: never typed a second time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from booking.models import Lieu, Service
from home.etat_lieu import openings_of

CONTEXTE = "https://schema.org"
JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def describe_trail(trail: Sequence[tuple[str, str | None]], *, racine: str) -> dict[str, Any]:
    """BreadcrumbList; `racine` is `https://host`. The last page has no address, as on screen."""
    return {
        "@context": CONTEXTE,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": rank,
                "name": titre,
                **({"item": f"{racine}{url}"} if url else {}),
            }
            for rank, (titre, url) in enumerate(trail, start=1)
        ],
    }


def describe_lieu(lieu: Lieu, *, telephone: str) -> dict[str, Any]:
    """GovernmentOffice, with its weekly hours ("Mo 09:00-12:00", wall clock)."""
    return _filled(
        {
            "@context": CONTEXTE,
            "@type": "GovernmentOffice",
            "name": lieu.nom,
            "address": _filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": lieu.adresse,
                    "postalCode": lieu.code_postal,
                    "addressLocality": lieu.commune,
                    "addressCountry": "FR",
                }
            ),
            "telephone": telephone,
            "email": lieu.email,
            "openingHours": [
                f"{JOURS[day]} {debut:%H:%M}-{fin:%H:%M}"
                for day in range(7)
                for debut, fin in openings_of(lieu.horaires, day)
            ],
        }
    )


def describe_service(
    service: Service, *, nom_portail: str, telephone: str, lieux: Sequence[Lieu]
) -> dict[str, Any]:
    """GovernmentService, with the sites where it receives."""
    return _filled(
        {
            "@context": CONTEXTE,
            "@type": "GovernmentService",
            "name": service.nom,
            "description": service.resume,
            "provider": {"@type": "GovernmentOrganization", "name": nom_portail},
            "audience": {"@type": "Audience", "audienceType": service.public}
            if service.public
            else None,
            "telephone": telephone,
            "availableChannel": [
                {
                    "@type": "ServiceChannel",
                    "serviceLocation": {
                        "@type": "GovernmentOffice",
                        "name": lieu.nom,
                        "address": lieu.adresse_complete,
                    },
                }
                for lieu in lieux
            ],
        }
    )


def describe_questions(couples: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """One FAQPage for all the questions of a body (`home.blocs.questions.questions_in`); nothing
    when it has none."""
    if not couples:
        return []
    return [
        {
            "@context": CONTEXTE,
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": question,
                    "acceptedAnswer": {"@type": "Answer", "text": reponse},
                }
                for question, reponse in couples
            ],
        }
    ]


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
