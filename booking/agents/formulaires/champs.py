"""Fields shared by opening ranges and absences: days, hours, how often."""

from __future__ import annotations

from typing import Any

from django import forms

JOURS = (
    (0, "Lundi"),
    (1, "Mardi"),
    (2, "Mercredi"),
    (3, "Jeudi"),
    (4, "Vendredi"),
    (5, "Samedi"),
    (6, "Dimanche"),
)
UNE_FOIS, SEMAINE, QUINZAINE = 0, 1, 2
RYTHMES = (
    (SEMAINE, "Chaque semaine"),
    (QUINZAINE, "Une semaine sur deux"),
    (UNE_FOIS, "Une seule fois"),
)


class DateField(forms.DateField):
    """A day, by the browser's own calendar; typed as ISO or as French people write it."""

    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
    default_error_messages = {
        "required": "Donnez une date",
        "invalid": "Cette date n’existe pas. Écrivez-la comme 23/11/2026",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=self.input_formats, **kwargs)


class HeureField(forms.TimeField):
    """An hour of the day: 9:30, 9h30."""

    input_formats = ("%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h", "%H")
    default_error_messages = {
        "required": "Donnez une heure",
        "invalid": "Cette heure n’existe pas. Écrivez-la comme 9:30",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, input_formats=self.input_formats, **kwargs)


class RythmeField(forms.TypedChoiceField):
    """How often: the number of weeks between two, 0 for once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Combien de fois")
        super().__init__(choices=RYTHMES, coerce=int, widget=forms.RadioSelect, **kwargs)
        self.error_messages["required"] = "Dites combien de fois"


class JoursField(forms.TypedMultipleChoiceField):
    """Weekdays from Monday 0; none when it happens once, which the form knows: not "facultatif"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Jours")
        super().__init__(
            choices=JOURS,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )
        self.error_messages["invalid_choice"] = "Choisissez des jours de la liste"

    def validate(self, value: list[int]) -> None:
        if value:
            super().validate(value)
