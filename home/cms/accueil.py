"""The first screen of /cms/: what one comes to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from home.cloison import objects_of
from home.cloison_vues import CIRCUIT
from home.models import PageActualites, Portail
from home.perms import opens

# View, whether its address names the home page, title, what it is for.
PORTES = (
    (
        "wagtailadmin_pages:add_subpage",
        True,
        "Ajouter une page",
        "Une aide, une démarche, un service.",
    ),
    (
        "wagtailadmin_pages:edit",
        True,
        "Modifier l’accueil",
        "Le titre, la phrase d’accueil, « Souvent demandé ».",
    ),
    (
        "marque",
        False,
        "Nom, couleur et contact",
        "Ce qui se voit dans l’en-tête et le pied de chaque page.",
    ),
    ("equipe", False, "Équipe", "Qui écrit, qui relit, qui publie : inviter, changer un rôle."),
    (
        "annonces",
        False,
        "Annoncer une perturbation",
        "Un lieu fermé, un service réduit, une alerte : jusqu’à une heure donnée.",
    ),
)


EN_RELECTURE_AU_PLUS = 20


def list_in_review(portail: Portail) -> list[tuple[Page, bool]]:
    """Pages sent to be read again, oldest first, and whether they came back to be reworked."""
    states = objects_of(portail, CIRCUIT).active().distinct().order_by("created_at")
    rows = list(states.values_list("object_id", "status")[:EN_RELECTURE_AU_PLUS])
    pages = Page.objects.in_bulk([int(key) for key, _status in rows])
    return [
        (pages[int(key)], status == WorkflowState.STATUS_NEEDS_CHANGES)
        for key, status in rows
        if int(key) in pages
    ]


class PremiersPas(Component):
    """A few doors, in the order a new editor needs them."""

    name = "premiers_pas"
    template_name = "home/cms/premiers_pas.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        accueil = request.portail.site.root_page
        actions = [
            (titre, texte, reverse(vue, args=[accueil.pk] if sur_l_accueil else []))
            for vue, sur_l_accueil, titre, texte in PORTES
            if opens(request, vue)
        ]
        nouvelles = PageActualites.objects.child_of(accueil).live().first()
        if nouvelles and opens(request, "wagtailadmin_pages:add"):
            args = ["home", "pageactualite", nouvelles.pk]
            texte = "Une nouvelle datée, sur la page des actualités et dans son flux RSS."
            ecrire = ("Écrire une actualité", texte, reverse("wagtailadmin_pages:add", args=args))
            actions.insert(1, ecrire)
        return {
            "en_relecture": list_in_review(request.portail),
            "nom": request.portail.nom,
            "actions": actions,
        }
