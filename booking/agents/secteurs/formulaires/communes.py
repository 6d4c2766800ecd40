"""Choosing communes: those of a rule, or those known to be shared."""

from __future__ import annotations

from typing import Any, Self

from django import forms

from booking.agents.secteurs.formulaires.regles import ReglagesForm, SecteurField, secteurs_of
from booking.agents.secteurs.lignes import secteur_label
from booking.champs import Choix
from sectorisation.adresses.normalisation import fold
from sectorisation.models import Commune, Couche, Regle
from sectorisation.numerotation import numbers_of
from sectorisation.repertoire import holders_of_communes


class CommunesForm(forms.Form):
    """Every commune of the territoire as a box, each saying which secteur already holds it."""

    q = forms.CharField(label="Chercher une commune", required=False, max_length=100)
    communes = forms.MultipleChoiceField(
        label="Communes",
        widget=forms.CheckboxSelectMultiple(attrs={"data-filtre-cible": ""}),
        error_messages={
            "required": "Choisissez au moins une commune",
            "invalid_choice": "Choisissez des communes de la liste",
        },
    )

    def __init__(
        self, *args: Any, couche: Couche, regle: Regle | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._couche, self._regle = couche, regle
        self.fields["q"].au_choix = True
        tenues, numeros = holders_of_communes(couche), numbers_of(couche)
        choix = []
        for insee, nom in (
            Commune.objects.filter(territoire_id=couche.territoire_id)
            .order_by("nom", "insee")
            .values_list("insee", "nom")
        ):
            autres = [r for r in tenues.get(insee, ()) if regle is None or r.pk != regle.pk]
            aide = ", ".join(dict.fromkeys(secteur_label(r.secteur, numeros) for r in autres))
            choix.append((insee, Choix(nom, f"Déjà : {aide}" if aide else insee)))
        self.fields["communes"].choices = choix

    def narrow(self) -> None:
        """Shows the communes that a few letters name, and those ticked, which come first."""
        cochees = set(self["communes"].value() or ())
        cherche = fold(str(self["q"].value() or ""))
        self.fields["communes"].choices = sorted(
            (
                (insee, nom)
                for insee, nom in self.fields["communes"].choices
                if insee in cochees or cherche in f"{insee} {fold(nom)}"
            ),
            key=lambda choix: choix[0] not in cochees,
        )

    def unjudged(self) -> Self:
        """The same, its values as first ones: a list being narrowed shows no error."""
        return type(self)(
            couche=self._couche,
            regle=self._regle,
            initial={champ.name: champ.value() for champ in self},
        )


class RegleCommunesForm(CommunesForm, ReglagesForm):
    """A rule of whole communes."""

    secteur = SecteurField()
    reprendre = forms.BooleanField(
        label="Les retirer des secteurs qui les ont déjà",
        required=False,
        help_text="Sans cela, une commune de deux secteurs empêche de publier.",
    )

    field_order = ("secteur", "q", "communes", "reprendre", *ReglagesForm.REGLAGES)

    def __init__(self, *args: Any, couche: Couche, **kwargs: Any) -> None:
        super().__init__(*args, couche=couche, **kwargs)
        self.fields["secteur"].offer(secteurs_of(couche))


class CommunesCoupeesForm(CommunesForm):
    """Communes shared between secteurs on purpose: checks no longer point at them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communes"].required = False
