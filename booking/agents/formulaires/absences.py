"""An absence, as its agent describes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from booking.agents.formulaires.champs import (
    UNE_FOIS,
    DateField,
    HeureField,
    JoursField,
    RythmeField,
)

MATIN, SOIR = dt.time(0, 0), dt.time(23, 59)


class AbsenceForm(forms.Form):
    """Without hours, whole days."""

    titre = forms.CharField(
        label="Quoi",
        required=False,
        max_length=80,
        help_text="Par exemple : congé, réunion, formation. Les usagers ne le voient pas.",
    )
    rythme = RythmeField(initial=UNE_FOIS)
    premier_jour = DateField(label="Du")
    dernier_jour = DateField(
        label="Au", required=False, help_text="Vide : le même jour. Compris dans l’absence."
    )
    heure_debut = HeureField(label="De", required=False, help_text="Vide : dès le matin.")
    heure_fin = HeureField(label="À", required=False, help_text="Vide : jusqu’au soir.")
    jours = JoursField(help_text="Sauf si l’absence n’a lieu qu’une fois.")
    jusqu_au = DateField(
        label="Fin de la répétition",
        required=False,
        help_text="Pour une absence qui revient. Vide : sans fin.",
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"premier_jour": today, "rythme": UNE_FOIS})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("rythme") and not data.get("jours"):
            self.add_error("jours", "Cochez au moins un jour")
        return data

    def asked(self) -> dict[str, Any]:
        """The arguments of `add_absence`."""
        data = dict(self.cleaned_data)
        rythme = data.pop("rythme")
        data["heure_debut"] = data["heure_debut"] or MATIN
        data["heure_fin"] = data["heure_fin"] or SOIR
        if rythme == UNE_FOIS:
            return {**data, "jours": (), "jusqu_au": None}
        return {**data, "intervalle": rythme}
