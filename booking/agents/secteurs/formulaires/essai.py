"""What a référent gives to try: one address, or many, on one version of the couche."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from booking.champs import clean_text
from booking.services.essai import Reponse, versions_of
from sectorisation.errors import ImportRefuse
from sectorisation.imports.tableur import open_rows
from sectorisation.models import Couche

MAX_ADRESSE = 200
MAX_LOT = 200
MAX_OCTETS = 200_000


class VersionForm(forms.Form):
    """Which version answers. The choice is only shown when there is one."""

    reponse = forms.ChoiceField(
        label="Version qui répond",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez la version qui répond",
            "invalid_choice": "Cette version n’existe plus. Choisissez-en une autre",
        },
    )

    def __init__(self, *args: Any, couche: Couche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = versions_of(couche)
        self.fields["reponse"].choices = [(v.value, v.label) for v in versions]
        self.fields["reponse"].initial = versions[0].value

    @property
    def chosen(self) -> Reponse:
        return Reponse(self.cleaned_data["reponse"])


class EssaiForm(VersionForm):
    """One address. `candidat` is the match to explain, when one was picked."""

    field_order = ("adresse", "reponse")

    adresse = forms.CharField(
        label="Adresse à tester",
        help_text="Comme un usager l’écrirait. Par exemple : 8 rue des Prés, Orval",
        error_messages={"required": "Écrivez une adresse"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 2 * MAX_ADRESSE}),
    )
    candidat = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def clean_adresse(self) -> str:
        texte = clean_text(self.cleaned_data["adresse"])
        if not texte:
            raise ValidationError("Écrivez une adresse")
        if len(texte) > MAX_ADRESSE:
            raise ValidationError(
                "Cette adresse est trop longue. Gardez le numéro, la rue et la commune"
            )
        return texte


class LotForm(VersionForm):
    """Up to 200 addresses: pasted one a line, or in the column `q` of a CSV."""

    field_order = ("adresses", "fichier", "reponse")

    adresses = forms.CharField(
        label="Adresses, une par ligne",
        required=False,
        max_length=MAX_LOT * (MAX_ADRESSE + 2),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        error_messages={"max_length": f"Ce texte est trop long : {MAX_LOT} adresses au plus"},
    )
    fichier = forms.FileField(
        label="Ou un fichier CSV",
        help_text=f"Une colonne « q ». {MAX_LOT} adresses au plus.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": "Ce fichier est vide"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("adresses", "fichier"):
            self.fields[name].au_choix = True  # type: ignore[attr-defined]

    def clean_fichier(self) -> list[str]:
        fichier = self.cleaned_data.get("fichier")
        return _column_q(fichier) if fichier else []

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if self.errors:
            return donnees
        brutes = donnees["fichier"] or donnees["adresses"].splitlines()
        textes = [texte for brute in brutes if (texte := clean_text(brute))]
        if not textes:
            self.add_error("adresses", "Collez des adresses, ou choisissez un fichier")
        elif len(textes) > MAX_LOT:
            self.add_error("adresses", f"{len(textes)} adresses : {MAX_LOT} au plus à la fois")
        elif longues := [n for n, t in enumerate(textes, 1) if len(t) > MAX_ADRESSE]:
            self.add_error("adresses", f"Ligne {longues[0]} : plus de {MAX_ADRESSE} caractères")
        donnees["textes"] = textes
        return donnees


def _column_q(fichier: UploadedFile) -> list[str]:
    """The addresses of a CSV, in any encoding and separator the imports know."""
    if (fichier.size or 0) > MAX_OCTETS:
        raise ValidationError(f"Ce fichier est trop gros pour {MAX_LOT} adresses")
    with tempfile.NamedTemporaryFile(suffix=".csv") as copie:
        for morceau in fichier.chunks():
            copie.write(morceau)
        copie.flush()
        try:
            with open_rows(Path(copie.name)) as (entetes, lignes):
                if "q" not in entetes:
                    raise ValidationError("Ligne 1 : colonne « q » attendue")
                # One more than allowed is enough to refuse.
                return [
                    ligne.get("q", "")
                    for _, (_, ligne) in zip(range(MAX_LOT + 1), lignes, strict=False)
                ]
        except ImportRefuse as refus:
            raise ValidationError(list(refus.phrases)) from None
