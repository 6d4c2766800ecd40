"""One address given to a secteur, whatever its street and its commune say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from booking.agents.secteurs.formulaires.regles import ReglagesForm, SecteurField, secteurs_of
from sectorisation.adresses.interface import Candidat
from sectorisation.models import Couche


class AdresseSeuleForm(ReglagesForm):
    """The address typed, then the one chosen among those that resemble it."""

    secteur = SecteurField()
    adresse = forms.CharField(
        label="Adresse",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Numéro, voie et commune.",
        error_messages={"required": "Écrivez l’adresse"},
    )
    identifiant = forms.ChoiceField(
        label="Laquelle ?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez dans la liste"},
    )
    libelle = forms.CharField(
        label="Nom à afficher",
        required=False,
        max_length=200,
        help_text="Pour un organisme de domiciliation : son nom, comme « CCAS d’Orval ».",
    )

    field_order = ("secteur", "adresse", "identifiant", "libelle", *ReglagesForm.REGLAGES)

    def __init__(self, *args: Any, couche: Couche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs_of(couche))
        self.fields["identifiant"].au_choix = True

    def offer(self, candidats: Sequence[Candidat]) -> None:
        """What the address typed may mean."""
        self.fields["identifiant"].choices = [(c.id, c.label) for c in candidats]


class AdresseChoisieForm(ReglagesForm):
    """A rule of one address being changed: the address itself stays."""

    secteur = SecteurField()
    libelle = AdresseSeuleForm.base_fields["libelle"]

    field_order = ("secteur", "libelle", *ReglagesForm.REGLAGES)

    def __init__(self, *args: Any, couche: Couche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs_of(couche))
