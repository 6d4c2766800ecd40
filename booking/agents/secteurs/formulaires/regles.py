"""Finding rules in the table, choosing where they go, and the settings every kind shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from booking.agents.formulaires.champs import DateField
from booking.agents.secteurs.lignes import secteur_label
from sectorisation.edition.regles import MAX_PRIORITE
from sectorisation.models import Couche, Regle, Secteur
from sectorisation.numerotation import in_order, number_secteurs
from sectorisation.repertoire import Recherche


class SecteurField(forms.ChoiceField):
    """A secteur of the couche, known by its uid, in the order of numbers."""

    def __init__(self, **kwargs: Any) -> None:
        self.secteurs: dict[str, Secteur] = {}
        kwargs.setdefault("label", "Secteur")
        super().__init__(**kwargs)
        self.error_messages.update(
            required="Choisissez un secteur", invalid_choice="Choisissez un secteur de la liste"
        )

    def offer(self, secteurs: Iterable[Secteur], vide: str = "Choisir") -> None:
        """A form calls it once it knows its couche."""
        self.secteurs = {str(secteur.uid): secteur for secteur in secteurs}
        numeros = number_secteurs({s.pk: s.code for s in self.secteurs.values()})
        self.choices = [
            ("", vide),
            *((uid, secteur_label(secteur, numeros)) for uid, secteur in self.secteurs.items()),
        ]

    def to_python(self, value: Any) -> Secteur | None:
        if value in self.empty_values:
            return None
        if str(value) not in self.secteurs:
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return self.secteurs[str(value)]

    def validate(self, value: Secteur | None) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"])


def secteurs_of(couche: Couche) -> list[Secteur]:
    return in_order(Secteur.objects.filter(couche=couche))


class RechercheForm(forms.Form):
    """The table's filters, in GET: names of streets and communes, never of a person."""

    q = forms.CharField(label="Commune, voie ou secteur", required=False, max_length=100)
    genre = forms.ChoiceField(
        label="Genre",
        required=False,
        choices=[("", "Tous"), *((g.value, g.label.capitalize()) for g in Regle.Genre)],
    )
    secteur = SecteurField(required=False)
    tri = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[
            ("", "Plus récentes"),
            ("voie", "Voie"),
            ("commune", "Commune"),
            ("secteur", "Secteur"),
        ],
    )

    def __init__(self, *args: Any, secteurs: list[Secteur], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs, "Tous")
        for field in self.fields.values():
            field.au_choix = True

    def kept(self) -> list[tuple[str, str]]:
        """The filters in use, to carry through a form or a link."""
        return [(nom, valeur) for nom in self.fields if (valeur := self[nom].value())]

    def asked(self) -> Recherche:
        """What can be understood of the address; the rest is left out."""
        self.is_valid()
        lu = self.cleaned_data
        return Recherche(
            texte=lu.get("q", ""),
            genre=lu.get("genre", ""),
            secteur=lu.get("secteur"),
            tri=lu.get("tri") or "recent",
        )


class DeplacementForm(forms.Form):
    """Where the rules ticked go."""

    vers = SecteurField(label="Déplacer vers le secteur")

    def __init__(self, *args: Any, secteurs: list[Secteur], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vers"].offer(secteurs)


class ReglagesForm(forms.Form):
    """Priority and dates: rarely needed, so shown apart."""

    REGLAGES = ("priorite", "valide_du", "valide_au")

    priorite = forms.IntegerField(
        label="Priorité",
        required=False,
        min_value=-MAX_PRIORITE,
        max_value=MAX_PRIORITE,
        help_text="Entre règles de même genre, la plus grande l’emporte. 0 d’ordinaire.",
        error_messages={
            "invalid": "Écrivez un nombre entier",
            "min_value": "Écrivez un nombre de −1000 à 1000",
            "max_value": "Écrivez un nombre de −1000 à 1000",
        },
    )
    valide_du = DateField(label="En vigueur à partir du", required=False)
    valide_au = DateField(label="Jusqu’au", required=False)

    def settings(self) -> dict[str, Any]:
        lu = self.cleaned_data
        return {
            "priorite": lu["priorite"] or 0,
            "valide_du": lu["valide_du"],
            "valide_au": lu["valide_au"],
        }

    @property
    def settings_open(self) -> bool:
        """Shown open when something is written or wrong there."""
        return any(self[nom].value() or nom in self.errors for nom in self.REGLAGES)


def settings_of(regle: Regle) -> dict[str, Any]:
    """A rule's priority and dates, as initial values of a ReglagesForm."""
    return {
        "priorite": regle.priorite or None,
        "valide_du": regle.valide_du,
        "valide_au": regle.valide_au,
    }
