"""An opening range, as its agent describes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from booking import perms
from booking.agents.formulaires.champs import (
    SEMAINE,
    UNE_FOIS,
    DateField,
    HeureField,
    JoursField,
    RythmeField,
)
from booking.champs import Choix
from booking.models import Agent, Mode, PlageOuverture

SANS_MOTIF = (
    "Aucun motif encore : un référent donne un service à la personne dans « Équipe », "
    "et écrit ses motifs dans « Motifs »."
)


class LieuField(forms.ModelChoiceField):
    """A site named by its uid; nonsense is a site that is not in the list."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class MotifsField(forms.ModelMultipleChoiceField):
    """Motifs with their service and duration under them."""

    def label_from_instance(self, obj: Any) -> Choix:
        mode = f", {obj.get_mode_display().lower()}" if obj.mode != Mode.SUR_PLACE else ""
        return Choix(obj.nom, f"{obj.service.nom}, {obj.duree} minutes{mode}")


class PlageForm(forms.Form):
    """Sites and motifs are those the agent may receive at and for."""

    rythme = RythmeField(initial=SEMAINE)
    jours = JoursField(help_text="Sauf si la plage n’a lieu qu’une fois.")
    premier_jour = DateField(label="À partir du", help_text="Ou le jour même, pour une fois.")
    jusqu_au = DateField(label="Jusqu’au", required=False, help_text="Vide : sans fin.")
    heure_debut = HeureField(label="De")
    heure_fin = HeureField(label="À")
    lieu = LieuField(
        queryset=None,
        label="Lieu",
        required=False,
        empty_label="Aucun lieu : téléphone, domicile ou visio",
        error_messages={"invalid_choice": "Choisissez un lieu de la liste"},
    )
    motifs = MotifsField(
        queryset=None,
        label="Motifs reçus",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un motif",
            "invalid_choice": "Choisissez un motif de la liste",
        },
    )

    def __init__(self, *args: Any, agent: Agent, today: dt.date, **kwargs: Any) -> None:
        lieux = perms.usable_lieux(agent)
        start = {"premier_jour": today, "rythme": SEMAINE, "lieu": lieux.first()}
        kwargs.setdefault("initial", start)
        super().__init__(*args, **kwargs)
        self.fields["lieu"].queryset = lieux
        self.fields["lieu"].to_field_name = "uid"
        self.fields["motifs"].queryset = perms.usable_motifs(agent)
        self.fields["motifs"].to_field_name = "uid"
        if not perms.usable_motifs(agent).exists():
            self.fields["motifs"].help_text = SANS_MOTIF

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("rythme") and not data.get("jours"):
            self.add_error("jours", "Cochez au moins un jour")
        return data

    def asked(self) -> dict[str, Any]:
        """The arguments of `open_plage`."""
        data = dict(self.cleaned_data)
        rythme = data.pop("rythme")
        if rythme == UNE_FOIS:
            return {**data, "jours": (), "jusqu_au": None}
        return {**data, "intervalle": rythme}


class FinPlageForm(forms.Form):
    """The last day of a weekly range."""

    jusqu_au = DateField(label="Dernier jour", required=False, help_text="Vide : sans fin.")

    def __init__(self, *args: Any, plage: PlageOuverture, **kwargs: Any) -> None:
        end = None if plage.jusqu_au == dt.date.max else plage.jusqu_au
        kwargs.setdefault("initial", {"jusqu_au": end})
        super().__init__(*args, **kwargs)
