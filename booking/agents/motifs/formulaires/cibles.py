"""Choosing a site or an organisation of the territoire, in one list."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.models import Lieu, Organisation
from booking.services.etapes import Cible
from sectorisation.models import Territoire

PARTOUT = "partout"


class CibleField(forms.ChoiceField):
    """Values are "organisation:uid" and "lieu:uid"; `offer` fills the list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            error_messages={
                "required": "Choisissez un lieu ou une organisation",
                "invalid_choice": "Choisissez dans la liste",
            },
            **kwargs,
        )
        self._cibles: dict[str, Cible] = {}

    def offer(self, territoire: Territoire, *, premier: tuple[str, str] = ("", "Choisir")) -> None:
        """Everything of the territoire, after `premier`."""
        groupes: list[tuple[str, str, list[Any]]] = [
            (
                "Organisations",
                "organisation",
                list(Organisation.objects.of(territoire).order_by("nom")),
            ),
            ("Lieux", "lieu", list(Lieu.objects.of(territoire).order_by("nom"))),
        ]
        self._cibles = {f"{genre}:{c.uid}": c for _, genre, cibles in groupes for c in cibles}
        self.choices = [
            premier,
            *(
                (titre, [(f"{genre}:{c.uid}", str(c)) for c in cibles])
                for titre, genre, cibles in groupes
                if cibles
            ),
        ]

    def find(self, value: str) -> Cible | None:
        """None for everywhere."""
        return self._cibles.get(value)
