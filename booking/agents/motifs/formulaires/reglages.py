"""What a site or an organisation changes of a motif. Whatever is left empty follows the motif."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.agents.motifs.formulaires.cibles import CibleField
from booking.agents.motifs.formulaires.motifs import (
    delai_max_field,
    delai_min_field,
    duree_field,
)
from booking.agents.motifs.presentation import rappels_words
from booking.champs_delais import LignesField, RappelsField, write_delai
from booking.models import Motif, ReglageLocal
from booking.services.reglages import CHAMPS
from sectorisation.models import Territoire


class ReglageForm(forms.Form):
    """A local line, of a target already known."""

    duree = duree_field(required=False)
    delai_min = delai_min_field(required=False)
    delai_max = delai_max_field(required=False)
    restriction = forms.CharField(
        label="À accepter avant de confirmer",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consigne = forms.CharField(
        label="Consigne", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    pieces = LignesField(
        label="Pièces à apporter en plus",
        help_text="Une par ligne. Celles du motif restent demandées.",
    )
    rappels = RappelsField(label="Rappels", aucun=True)

    def __init__(
        self, *args: Any, motif: Motif, reglage: ReglageLocal | None = None, **kwargs: Any
    ) -> None:
        if reglage is not None:
            kwargs["initial"] = {nom: getattr(reglage, nom) for nom in CHAMPS}
        super().__init__(*args, **kwargs)
        vide = {
            "duree": write_delai(motif.duree),
            "delai_min": write_delai(motif.delai_min),
            "delai_max": write_delai(motif.delai_max),
        }
        for nom, valeur in vide.items():
            self.fields[nom].help_text = f"Vide : comme le motif, {valeur}."
        for nom in ("restriction", "consigne"):
            self.fields[nom].help_text = (
                "Remplace celle du motif. Vide : celle du motif."
                if getattr(motif, nom)
                else "Vide : rien, comme le motif."
            )
        self.fields["rappels"].help_text = (
            f"Vide : comme le motif ({rappels_words(motif.rappels).lower()}). "
            "« aucun » : pas de rappel d’ici."
        )

    def valeurs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in CHAMPS}


class NouveauReglageForm(ReglageForm):
    """A new one: for whom, first."""

    cible = CibleField(label="Lieu ou organisation")

    field_order = ("cible", *CHAMPS)

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cible"].offer(territoire)

    @property
    def chosen(self) -> Any:
        return self.fields["cible"].find(self.cleaned_data["cible"])
