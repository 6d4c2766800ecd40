"""What someone saw before they publish: the draft may have moved since."""

from __future__ import annotations

from typing import Any

from django import forms

from sectorisation.publication import Vu


class PublierForm(forms.Form):
    """One POST. `avertissements`: how many findings must be said to have been read."""

    brouillon = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    empreinte = forms.CharField(max_length=64, widget=forms.HiddenInput)
    publiee = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    lu = forms.BooleanField(
        label="J’ai lu les avertissements",
        error_messages={"required": "Cochez la case : vous avez lu les avertissements"},
    )

    def __init__(self, *args: Any, avertissements: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not avertissements:
            del self.fields["lu"]
        elif avertissements == 1:
            self.fields["lu"].label = "J’ai lu l’avertissement"

    @property
    def vu(self) -> Vu:
        lus = self.cleaned_data
        return Vu(lus["brouillon"], lus["empreinte"], lus["publiee"])


class NumeroForm(forms.Form):
    """The number of the version seen in service (0: none), or à blanc."""

    numero = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ComparerForm(forms.Form):
    """Two versions to put side by side."""

    avant = forms.TypedChoiceField(label="De la version", coerce=int)
    apres = forms.TypedChoiceField(label="À la version", coerce=int)

    def __init__(self, *args: Any, numeros: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for champ in self.fields.values():
            champ.choices = numeros
