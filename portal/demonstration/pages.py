"""Pages that a communication team would have written: rubriques, places, two news items."""

from __future__ import annotations

import datetime as dt

from home.demarrage import create_service_pages, publish
from home.demarrage_lieux import create_lieu_pages
from home.models import PageActualite, PageActualites, PageRubrique, Portail

DEMARCHES = {"france-services", "titres-identite"}
# Days before the demonstration, title, summary, text.
NOUVELLES = (
    (
        3,
        "Des rappels par SMS avant chaque rendez-vous",
        "Vous recevez un message deux jours avant. Un lien suffit pour déplacer ou annuler.",
        "<p>Annuler un rendez-vous que l’on ne peut pas tenir libère la place pour quelqu’un "
        "d’autre. Cela prend dix secondes, sans compte ni mot de passe.</p>",
    ),
    (
        12,
        "Chaque lieu d’accueil a maintenant sa page",
        "Horaires, prochaines fermetures, accès et services reçus sur place, toujours à jour.",
        "<p>La page dit aussi si le lieu est ouvert à l’instant où vous la lisez.</p>",
    ),
)


def write_pages(portail: Portail, *, now: dt.datetime) -> None:
    accueil = portail.site.root_page
    rubrique = accueil.add_child(
        instance=PageRubrique(
            title="Démarches et papiers",
            slug="demarches",
            chapo="Être aidé pour une démarche, refaire un passeport ou une carte d’identité.",
            search_description="Aide aux démarches, passeport, carte d’identité.",
        )
    )
    create_service_pages(portail, rubriques=dict.fromkeys(DEMARCHES, rubrique))
    create_lieu_pages(portail)
    liste = accueil.add_child(instance=PageActualites(title="Actualités", slug="actualites"))
    today = now.astimezone(portail.territoire.zone).date()
    for days, titre, chapo, texte in NOUVELLES:
        liste.add_child(
            instance=PageActualite(
                title=titre,
                date=today - dt.timedelta(days=days),
                chapo=chapo,
                search_description=chapo,
                corps=[("texte", texte)],
            )
        )
    publish(portail)
