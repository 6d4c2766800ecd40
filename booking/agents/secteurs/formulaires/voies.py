"""A street, then the parts of it that go to each secteur."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from booking.agents.secteurs.formulaires.regles import (
    ReglagesForm,
    SecteurField,
    secteurs_of,
    settings_of,
)
from sectorisation.adresses.rues import Numero
from sectorisation.edition import Voie
from sectorisation.edition.contenus import MAX_NUMERO
from sectorisation.models import Commune, Couche, Regle, Secteur

_NU = ("aucun", "sans", "-")
_MAX_MONTRES = 40


class VoieChercheeForm(forms.Form):
    """Which street: its name, and its commune when several share the name."""

    secteur = SecteurField()
    voie = forms.CharField(
        label="Nom de la voie",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Par exemple : avenue de Paris. Ou un lieu-dit.",
        error_messages={"required": "Écrivez le nom de la voie"},
    )
    commune = forms.ChoiceField(
        label="Commune",
        required=False,
        error_messages={"invalid_choice": "Choisissez une commune de la liste"},
    )

    def __init__(self, *args: Any, couche: Couche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs_of(couche))
        self.fields["commune"].au_choix = True
        communes = Commune.objects.filter(territoire_id=couche.territoire_id)
        self.fields["commune"].choices = [
            ("", "Toutes"),
            *communes.order_by("nom", "insee").values_list("insee", "nom"),
        ]


class TronconForm(ReglagesForm):
    """Some numbers of the street, and where they go. Left without secteur, it is no rule."""

    regle = forms.CharField(required=False, widget=forms.HiddenInput)
    secteur = SecteurField(required=False)
    du = forms.IntegerField(label="Du n°", required=False, min_value=0, max_value=MAX_NUMERO)
    au = forms.IntegerField(label="Au n°", required=False, min_value=0, max_value=MAX_NUMERO)
    parite = forms.ChoiceField(
        label="Côté",
        required=False,
        choices=[(p.value, p.label.capitalize()) for p in Regle.Parite],
    )
    suffixes = forms.CharField(label="Suffixes", required=False, max_length=60)
    retirer = forms.BooleanField(label="Retirer ce tronçon", required=False)

    def __init__(self, *args: Any, secteurs: list[Secteur], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs, "Aucun")
        for nom in ("du", "au"):
            self.fields[nom].error_messages.update(
                invalid="Écrivez un numéro, comme 12",
                min_value=f"Écrivez un numéro de 0 à {MAX_NUMERO}",
                max_value=f"Écrivez un numéro de 0 à {MAX_NUMERO}",
            )
        for nom in ("secteur", "du", "au", "parite", "suffixes"):
            # Each is empty more often than not, and the page says so once.
            self.fields[nom].au_choix = True

    def clean(self) -> dict[str, Any]:
        lu: dict[str, Any] = super().clean() or self.cleaned_data
        dit = lu.get("du") is not None or lu.get("au") is not None or lu.get("suffixes")
        if dit and not lu.get("secteur") and "secteur" not in self.errors:
            self.add_error("secteur", "Choisissez le secteur de ces numéros")
        return lu

    def part_of(self, rue: Voie) -> Voie:
        """The numbers asked of this street."""
        lu = self.cleaned_data
        return Voie(
            rue.insee,
            rue.nom,
            rue.identifiants,
            du=lu.get("du"),
            au=lu.get("au"),
            parite=lu.get("parite") or Regle.Parite.TOUS,
            suffixes=read_suffixes(lu.get("suffixes", "")),
            nouvelle=rue.nouvelle,
        )


TronconFormSet = forms.formset_factory(TronconForm, extra=0, max_num=200, absolute_max=200)


def initial_of(regle: Regle) -> dict[str, Any]:
    return {
        "regle": str(regle.uid),
        "secteur": str(regle.secteur.uid),
        "du": regle.numero_du,
        "au": regle.numero_au,
        "parite": regle.parite or Regle.Parite.TOUS,
        "suffixes": ", ".join(s or _NU[0] for s in regle.suffixes),
        **settings_of(regle),
    }


def read_suffixes(texte: str) -> tuple[str, ...]:
    """ "bis, ter" as two; "aucun" is the bare number."""
    morceaux = re.split(r"[,;/ ]+", texte.lower())
    return tuple("" if m in _NU else m for m in morceaux if m)


def numbers_sentence(numeros: list[Numero]) -> str:
    """ "12 adresses, du 2 au 38"."""
    if not numeros:
        return "Aucune adresse connue"
    if len(numeros) == 1:
        return f"1 adresse, au {numeros[0]}"
    return f"{len(numeros)} adresses, du {numeros[0]} au {numeros[-1]}"


def numbers_list(numeros: list[Numero]) -> str:
    """The numbers themselves, as far as a line can hold them."""
    suite = "…" if len(numeros) > _MAX_MONTRES else ""
    return ", ".join(str(n) for n in numeros[:_MAX_MONTRES]) + suite
