"""The name of a couche, and the services that follow it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import slugify

from booking.models import Service
from sectorisation.models import Couche, Territoire


class CoucheForm(forms.Form):
    """A couche, new or known. Its address is made of its first name, unique in the territoire.

    Offers the services that follow no couche, or this one.
    """

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

    def __init__(
        self, *args: Any, territoire: Territoire, couche: Couche | None = None, **kwargs: Any
    ) -> None:
        services = Service.objects.of(territoire).open()
        if couche is not None:
            suivie = services.filter(couche=couche)
            kwargs["initial"] = {"nom": couche.nom, "services": suivie}
        super().__init__(*args, **kwargs)
        self.territoire, self.couche = territoire, couche
        offerts = services.filter(Q(couche=None) | Q(couche=couche))
        self.fields["services"].queryset = offerts
        if not offerts:
            del self.fields["services"]

    def clean_nom(self) -> str:
        nom = " ".join(self.cleaned_data["nom"].split())
        if not slugify(nom):
            raise forms.ValidationError("Donnez un nom qui contient des lettres")
        if slugify(nom) in Couche.RESERVES:
            raise forms.ValidationError("Une page porte déjà ce nom : précisez-le")
        autres = Couche.objects.of(self.territoire)
        if self.couche is not None:
            autres = autres.exclude(pk=self.couche.pk)
        if autres.filter(Q(slug=slugify(nom)[:50]) | Q(nom__iexact=nom)).exists():
            raise forms.ValidationError("Une couche porte déjà ce nom")
        return nom
