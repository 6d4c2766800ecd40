"""A service: its names, its map, how long its Rdv are kept."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.models import Service
from sectorisation.models import Couche


class NomsForm(forms.Form):
    nom = forms.CharField(
        label="Nom", max_length=120, error_messages={"required": "Donnez un nom au service"}
    )
    nom_court = forms.CharField(
        label="Nom court", max_length=30, required=False, help_text="Pour les SMS : « PMI »."
    )


class NouveauServiceForm(NomsForm):
    discret = forms.BooleanField(
        label="Service discret",
        required=False,
        help_text="Pseudonyme, aucun contact exigé, mots neutres partout ; seuls ses agents voient ses "
        "rendez-vous. Ce choix ne change plus tant que des rendez-vous sont à venir.",
    )


class ServiceForm(NomsForm):
    """What `change_service` takes."""

    couche = forms.ModelChoiceField(
        label="Couche de secteurs",
        queryset=Couche.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Aucune : tous les lieux",
        help_text="La carte qui dit quel lieu reçoit chaque adresse. Effet immédiat.",
        error_messages={"invalid_choice": "Choisissez une couche de la liste"},
    )
    conservation_mois = forms.IntegerField(
        label="Conservation (mois)",
        min_value=1,
        max_value=240,
        help_text="Un rendez-vous passé est effacé après ce délai. Raccourcir efface dès la nuit suivante.",
        error_messages={
            "required": "Donnez un nombre de mois",
            "invalid": "Écrivez un nombre entier de mois",
            "min_value": "Au moins 1 mois",
            "max_value": "Au plus 240 mois",
        },
    )

    def __init__(self, *args: Any, service: Service, couches: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "nom": service.nom,
            "nom_court": service.nom_court,
            "couche": service.couche.slug if service.couche else None,
            "conservation_mois": service.conservation_mois,
        }
        super().__init__(*args, **kwargs)
        self.fields["couche"].queryset = couches
