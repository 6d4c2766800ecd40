"""What an agent changes on an Rdv."""

from __future__ import annotations

from django import forms

from booking.champs import clean_text
from booking.models import Rdv, Statut


class StatutForm(forms.Form):
    """One of the five statuses."""

    statut = forms.ChoiceField(
        label="État du rendez-vous",
        choices=Statut.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un état",
            "invalid_choice": "Choisissez un état de la liste",
        },
    )
    force = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, rdv: Rdv, **kwargs) -> None:
        kwargs.setdefault("initial", {"statut": rdv.statut})
        super().__init__(*args, **kwargs)


class NoteForm(forms.Form):
    """The team's note; lines are kept."""

    note = forms.CharField(
        label="Note pour l’équipe",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="L’usager ne la voit pas. Rien de médical.",
        error_messages={"max_length": "Cette note est trop longue : 2 000 caractères au plus"},
    )

    def clean_note(self) -> str:
        lines = self.cleaned_data["note"].splitlines()
        return "\n".join(clean_text(line) for line in lines).strip()
