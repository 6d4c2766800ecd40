"""The name of a couche, and the services that follow it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from booking.models import Service
from sectorisation.models import Couche, Territoire

# /agents/secteurs/NOM/ of another page.
_PRIS = frozenset(["adresses"])


class CoucheForm(forms.Form):
    """A new couche. Its address is made of its name, unique in the territoire."""

    nom = forms.CharField(
        label="Nom de la couche",
        max_length=100,
        help_text="Celui du service qu’elle répartit : PMI, service social…",
        error_messages={"required": "Donnez un nom à la couche"},
    )
    services = forms.ModelMultipleChoiceField(
        label="Services qui la suivent",
        queryset=Service.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Un service suit une seule couche. Plusieurs services peuvent suivre la même.",
    )

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territoire = territoire
        libres = Service.objects.of(territoire).open().filter(couche=None)
        self.fields["services"].queryset = libres
        if not libres:
            del self.fields["services"]

    def clean_nom(self) -> str:
        nom = " ".join(self.cleaned_data["nom"].split())
        if not slugify(nom):
            raise forms.ValidationError("Donnez un nom qui contient des lettres")
        if slugify(nom) in _PRIS:
            raise forms.ValidationError("Une page porte déjà ce nom : précisez-le")
        if Couche.objects.of(self.territoire).filter(slug=slugify(nom)[:50]).exists():
            raise forms.ValidationError("Une couche porte déjà ce nom")
        return nom
