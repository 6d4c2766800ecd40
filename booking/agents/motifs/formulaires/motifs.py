"""A motif: one short form a subject, never one of thirty fields."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.agents.motifs.presentation import NIVEAUX, RATTACHEMENTS, short
from booking.champs import Choix
from booking.champs_delais import (
    MINUTES_PAR_JOUR,
    DelaiField,
    LignesField,
    RappelsField,
)
from booking.models import Contact, Mode, Motif, Niveau, Rattachement, Service

UN_AN = 365 * MINUTES_PAR_JOUR


def duree_field(**kwargs: Any) -> DelaiField:
    return DelaiField(
        label="Durée",
        minimum=5,
        maximum=12 * 60,
        unite="minutes",
        **{"help_text": "« 30 minutes », « 1 h 30 ».", **kwargs},
    )


def delai_min_field(**kwargs: Any) -> DelaiField:
    help_text = "Le premier créneau proposé : « 30 minutes », « 2 jours »."
    return DelaiField(label="Au plus tôt", maximum=UN_AN, **{"help_text": help_text, **kwargs})


def delai_max_field(**kwargs: Any) -> DelaiField:
    help_text = "Le dernier créneau proposé : « 90 jours »."
    return DelaiField(
        label="Au plus loin", minimum=1, maximum=UN_AN, **{"help_text": help_text, **kwargs}
    )


def _explained(choices: Any, sentences: dict[Any, str]) -> list[tuple[str, Choix]]:
    return [(value, Choix(short(label), sentences[value])) for value, label in choices]


class MotifForm(forms.Form):
    """A new motif: enough to be understood; the rest has defaults, and its own forms."""

    service = forms.ModelChoiceField(
        label="Service",
        queryset=None,
        to_field_name="slug",
        empty_label="Choisir",
        error_messages={
            "required": "Choisissez le service",
            "invalid_choice": "Choisissez un service de la liste",
        },
    )
    nom = forms.CharField(
        label="Nom",
        max_length=120,
        help_text="Ce que dirait la personne : « Peser mon bébé ».",
        error_messages={"required": "Donnez un nom au motif"},
    )
    duree = duree_field(initial=30)
    mode = forms.ChoiceField(
        label="Comment", choices=Mode.choices, initial=Mode.SUR_PLACE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services

    @property
    def chosen(self) -> Service:
        return self.cleaned_data["service"]


class RubriqueForm(forms.Form):
    """Part of a motif. Its fields are named as the model's."""

    def __init__(self, *args: Any, motif: Motif, **kwargs: Any) -> None:
        kwargs["initial"] = {nom: getattr(motif, nom) for nom in self.base_fields}
        super().__init__(*args, **kwargs)

    def changes(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PresentationForm(RubriqueForm):
    nom = forms.CharField(
        label="Nom", max_length=120, error_messages={"required": "Donnez un nom au motif"}
    )
    nom_court = forms.CharField(
        label="Nom court",
        max_length=14,
        required=False,
        help_text="Pour l’agenda : 14 lettres au plus.",
    )
    aide = forms.CharField(
        label="Une ligne d’aide",
        max_length=200,
        required=False,
        help_text="Sous le nom, dans le parcours.",
    )
    mode = forms.ChoiceField(
        label="Comment",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        help_text="Les rendez-vous déjà pris gardent le leur.",
    )


class HorairesForm(RubriqueForm):
    duree = duree_field()
    delai_min = delai_min_field()
    delai_max = delai_max_field()
    deplacable = forms.BooleanField(label="L’usager peut déplacer", required=False)
    delai_deplacement = DelaiField(
        label="Déplacer jusqu’à", maximum=UN_AN, help_text="Avant le début : « 4 heures »."
    )
    annulable = forms.BooleanField(label="L’usager peut annuler", required=False)


class DemandesForm(RubriqueForm):
    contacts = forms.MultipleChoiceField(
        label="Comment joindre la personne",
        choices=[
            (Contact.MOBILE, Choix("Mobile", "Reçoit les SMS.")),
            (Contact.FIXE, Choix("Téléphone fixe", "Sans SMS.")),
            (Contact.EMAIL, Choix("Courriel", "")),
            (Contact.AUCUN, Choix("Aucun", "On peut réserver sans rien laisser : sans rappel.")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Acceptez au moins une façon de joindre la personne"},
    )
    pour_enfant = forms.BooleanField(label="Le rendez-vous est pour un enfant", required=False)
    naissance = forms.BooleanField(label="Demander la date de naissance", required=False)
    demande_besoins = forms.BooleanField(
        label="Demander les besoins d’accueil",
        required=False,
        help_text="Interprète, langue des signes, fauteuil roulant.",
    )
    restriction = forms.CharField(
        label="À accepter avant de confirmer",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une condition, en une ou deux phrases. Vide : rien à accepter.",
    )


class MessagesForm(RubriqueForm):
    consigne = forms.CharField(
        label="Consigne",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dite après la réservation et dans les messages.",
    )
    pieces = LignesField(
        label="Pièces à apporter", help_text="Une par ligne, en plus de celles du service."
    )
    rappels = RappelsField(
        label="Rappels", help_text="Avant le rendez-vous : « 2 jours, 3 heures ». Vide : aucun."
    )


class SecteursForm(RubriqueForm):
    niveau = forms.ChoiceField(
        label="Qui est compétent pour une adresse",
        choices=_explained(Niveau.choices, NIVEAUX),
        widget=forms.RadioSelect,
    )
    rattachement = forms.ChoiceField(
        label="Lieux proposés à la personne",
        choices=_explained(Rattachement.choices, RATTACHEMENTS),
        widget=forms.RadioSelect,
    )


FORMULAIRES: dict[str, type[RubriqueForm]] = {
    "presentation": PresentationForm,
    "horaires": HorairesForm,
    "demandes": DemandesForm,
    "messages": MessagesForm,
    "secteurs": SecteursForm,
}
