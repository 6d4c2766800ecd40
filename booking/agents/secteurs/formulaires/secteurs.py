"""A secteur: its number, its name, who serves it."""

from __future__ import annotations

from typing import Any

from django import forms

from booking import perms
from booking.models import Agent, Lieu, Organisation
from booking.services.attributions import Cible


class SecteurForm(forms.Form):
    """What `add_secteur` and `change_secteur` take; they check it."""

    nom = forms.CharField(
        label="Nom du secteur",
        max_length=100,
        error_messages={"required": "Donnez un nom au secteur"},
    )
    code = forms.CharField(
        label="Numéro",
        max_length=40,
        help_text="Celui des fichiers. La carte et les listes l’écrivent quand tous ceux de la couche "
        "ont trois caractères au plus ; sinon, elles comptent les secteurs.",
        error_messages={"required": "Donnez un numéro au secteur"},
    )
    priorite = forms.IntegerField(
        label="Priorité",
        required=False,
        min_value=-1000,
        max_value=1000,
        help_text="Entre deux secteurs qui veulent une adresse, la plus grande l’emporte. 0 d’ordinaire.",
        error_messages={
            "invalid": "Écrivez un nombre entier",
            "min_value": "Écrivez un nombre de −1000 à 1000",
            "max_value": "Écrivez un nombre de −1000 à 1000",
        },
    )

    def asked(self) -> dict[str, Any]:
        return {**self.cleaned_data, "priorite": self.cleaned_data["priorite"] or 0}


class AttributionForm(forms.Form):
    """One organisation, site or agent, among those of the territoire."""

    cible = forms.ChoiceField(
        label="Attribuer à",
        error_messages={
            "required": "Choisissez qui reçoit ce secteur",
            "invalid_choice": "Choisissez dans la liste",
        },
    )

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territoire = agent.territoire_id
        groupes: list[tuple[str, str, list[Any]]] = [
            ("Lieux", "lieu", list(Lieu.objects.of(territoire).order_by("nom"))),
            (
                "Organisations",
                "organisation",
                list(Organisation.objects.of(territoire).order_by("nom")),
            ),
            (
                "Agents",
                "agent",
                list(perms.visible_agents(agent).filter(actif=True).order_by("nom", "prenom")),
            ),
        ]
        self._cibles = {f"{nature}:{c.uid}": c for _, nature, cibles in groupes for c in cibles}
        self.fields["cible"].choices = [
            ("", "Choisir"),
            *(
                (titre, [(f"{nature}:{cible.uid}", str(cible)) for cible in cibles])
                for titre, nature, cibles in groupes
                if cibles
            ),
        ]

    @property
    def chosen(self) -> Cible:
        return self._cibles[self.cleaned_data["cible"]]
