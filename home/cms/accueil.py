"""The first screen of /cms/: what one comes to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component


class PremiersPas(Component):
    """A few doors, in the order a new editor needs them."""

    name = "premiers_pas"
    template_name = "home/cms/premiers_pas.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        accueil = request.portail.site.root_page
        announce = (
            "Annoncer une perturbation",
            "Un lieu fermé, un service réduit, une alerte : jusqu’à une heure donnée.",
            reverse("annonces"),
        )
        return {
            "nom": request.portail.nom,
            "actions": [
                (
                    "Ajouter une page",
                    "Une aide, une démarche, un service.",
                    reverse("wagtailadmin_pages:add_subpage", args=[accueil.pk]),
                ),
                (
                    "Modifier l’accueil",
                    "Le titre, la phrase d’accueil, « Souvent demandé ».",
                    reverse("wagtailadmin_pages:edit", args=[accueil.pk]),
                ),
                (
                    "Nom, couleur et contact",
                    "Ce qui se voit dans l’en-tête et le pied de chaque page.",
                    reverse("marque"),
                ),
                announce,
            ],
        }
