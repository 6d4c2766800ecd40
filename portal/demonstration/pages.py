"""Pages that a communication team would have written: rubriques, places, two news items."""

from __future__ import annotations

import datetime as dt

from home.demarrage import create_service_pages, publish
from home.demarrage_lieux import create_lieu_pages
from home.models import PageActualite, PageActualites, PageRubrique, PageService, Portail

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
TIMBRES = {
    "caption": "Prix d’un passeport, en timbres fiscaux",
    "columns": [
        {"type": "texte", "heading": "Âge"},
        {"type": "nombre", "heading": "Prix"},
    ],
    "rows": [
        {"values": ["18 ans et plus", "86 €"]},
        {"values": ["De 15 à 17 ans", "42 €"]},
        {"values": ["Moins de 15 ans", "17 €"]},
    ],
}
QUESTIONS = {
    "titre": "Questions fréquentes",
    "questions": [
        {
            "question": "Dois-je faire ma demande près de chez moi ?",
            "reponse": "<p>Non : pour un passeport ou une carte d’identité, choisissez le lieu "
            "qui a le créneau le plus proche.</p>",
        },
        {
            "question": "Puis-je venir avec quelqu’un pour m’aider ?",
            "reponse": "<p>Oui, la personne de votre choix.</p>",
        },
    ],
}


def write_pages(portail: Portail, *, now: dt.datetime) -> None:
    accueil = portail.site.root_page
    rubrique = accueil.add_child(
        instance=PageRubrique(
            title="Démarches et papiers",
            slug="demarches",
            chapo="Être aidé pour une démarche, refaire un passeport ou une carte d’identité.",
            search_description="Aide aux démarches, passeport, carte d’identité.",
            corps=[("tableau", TIMBRES), ("questions", QUESTIONS)],
        )
    )
    create_service_pages(portail, rubriques=dict.fromkeys(DEMARCHES, rubrique))
    create_lieu_pages(portail)
    pmi = PageService.objects.descendant_of(accueil).filter(service__slug="pmi").first()
    if pmi:
        pmi.corps = [("mon_secteur", {"service": "pmi", "titre": "Quel lieu est le vôtre ?"})]
        pmi.save()
    liste = PageActualites.objects.child_of(accueil).get()
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
