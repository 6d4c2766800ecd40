"""What a référent types about a site."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms

from booking.champs import NomField, TelephoneField
from booking.models import Lieu, Organisation
from booking.services.lieux import FaitsDuLieu
from sectorisation.models import Territoire


class LieuForm(forms.Form):
    """A site, and the organisation that answers for it: one of the list, or a new one."""

    nom = NomField(
        label="Nom du lieu",
        max_length=120,
        help_text="Celui que l’on lit sur la porte : « Maison des solidarités d’Orval ».",
        error_messages={"required": "Donnez un nom au lieu"},
    )
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label="Une nouvelle, écrite ci-dessous",
        help_text="L’équipe qui répond de ce lieu. Elle peut en tenir plusieurs.",
        error_messages={"invalid_choice": "Choisissez une organisation de la liste"},
    )
    nouvelle = NomField(
        label="Nom de la nouvelle organisation",
        max_length=120,
        required=False,
        help_text="Si elle n’est pas encore dans la liste.",
    )
    adresse = NomField(
        label="Adresse",
        max_length=200,
        help_text="Le numéro et la voie.",
        error_messages={"required": "Écrivez l’adresse du lieu"},
    )
    code_postal = forms.RegexField(
        r"^\d{5}$",
        label="Code postal",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Écrivez le code postal",
            "invalid": "Un code postal a 5 chiffres",
        },
    )
    commune = NomField(
        label="Commune", max_length=80, error_messages={"required": "Écrivez la commune"}
    )
    telephone = TelephoneField(
        label="Téléphone",
        required=False,
        help_text="Montré sur la page du lieu et quand rien ne se réserve en ligne.",
    )
    fauteuil = forms.BooleanField(label="Accessible en fauteuil roulant", required=False)

    def __init__(
        self, *args: Any, territoire: Territoire, lieu: Lieu | None = None, **kwargs: Any
    ) -> None:
        if lieu:
            kwargs["initial"] = {
                name: getattr(lieu, name)
                for name in ("nom", "adresse", "code_postal", "commune", "fauteuil")
            } | {"organisation": lieu.organisation.uid, "telephone": _readable(lieu.telephone)}
        super().__init__(*args, **kwargs)
        # One or the other: neither is optional.
        self.fields["organisation"].au_choix = self.fields["nouvelle"].au_choix = True
        known = Organisation.objects.of(territoire).order_by("nom")
        self.fields["organisation"].queryset = known
        if not known:
            del self.fields["organisation"]
            self.fields["nouvelle"].label = "Organisation"
            self.fields["nouvelle"].help_text = "L’équipe qui répond de ce lieu."

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        chosen, typed = lu.get("organisation"), lu.get("nouvelle")
        if chosen and typed:
            self.add_error("nouvelle", "Choisissez dans la liste, ou écrivez un nom : pas les deux")
        elif not chosen and not typed and not {"organisation", "nouvelle"} & set(self.errors):
            self.add_error("nouvelle", "Choisissez une organisation, ou écrivez son nom ici")
        return lu

    def tenue_par(self) -> Organisation | str:
        return self.cleaned_data.get("organisation") or self.cleaned_data["nouvelle"]

    def faits(self) -> FaitsDuLieu:
        lu = self.cleaned_data
        return FaitsDuLieu(
            nom=lu["nom"],
            adresse=lu["adresse"],
            code_postal=lu["code_postal"],
            commune=lu["commune"],
            telephone=lu["telephone"].e164 if lu["telephone"] else "",
            fauteuil=lu["fauteuil"],
        )


def _readable(e164: str) -> str:
    """As people here write it; what an import wrote otherwise is left as it is."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != 33:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
