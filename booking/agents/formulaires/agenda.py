"""Whose diary to open."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from booking.models import Agent


class ChoixAgenda(forms.Form):
    """A GET form: oneself first, then colleagues."""

    agent = forms.ChoiceField(label="Agenda de", required=False)

    def __init__(self, agents: Iterable[Agent], *, moi: Agent, cible: Agent) -> None:
        super().__init__(initial={"agent": "" if cible == moi else str(cible.uid)})
        others = [(str(a.uid), str(a)) for a in agents if a != moi]
        self.fields["agent"].choices = [("", "Mon agenda"), *others]
