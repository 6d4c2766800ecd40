"""A file to lay down, the projection it keeps silent, and its streets that nothing identifies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst

from booking.champs import Choix, clean_text
from sectorisation.depots import MAX_OCTETS
from sectorisation.imports.lecture import GARDER, IGNORER, LigneLue
from sectorisation.imports.sig.projections import PROJECTIONS

# In a form, a choice left empty is no choice.
_GARDER = "garder"


class DepotForm(forms.Form):
    """Any file: what it is will be seen from what it holds."""

    fichier = forms.FileField(
        label="Fichier",
        help_text="Tableau CSV, GeoJSON, Shapefile zippé ou GeoPackage. 30 Mo au plus.",
        error_messages={
            "required": "Choisissez un fichier",
            "empty": "Ce fichier est vide",
            "invalid": "Choisissez un fichier",
        },
    )

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        if fichier.size > MAX_OCTETS:
            raise forms.ValidationError(f"Ce fichier dépasse {MAX_OCTETS // 1_000_000} Mo")
        fichier.nom_lisible = clean_text(fichier.name)[:120] or "fichier"
        return fichier


class ProjectionForm(forms.Form):
    """How the numbers of a drawing make a place."""

    projection = forms.TypedChoiceField(
        label="Projection du dessin",
        coerce=int,
        choices=[("", "Choisir"), *((p.epsg, p.nom) for p in PROJECTIONS)],
        error_messages={"required": "Choisissez une projection"},
    )

    def __init__(self, *args: Any, proposee: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("projection", proposee or "")
        if proposee:
            self.fields["projection"].help_text = "Celle que les coordonnées laissent supposer."


class RevueForm(forms.Form):
    """One choice a line; a line left without any will be asked again."""

    def __init__(
        self,
        *args: Any,
        lignes: Iterable[LigneLue],
        decisions: Mapping[str, str],
        communes: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for ligne in lignes:
            champ = forms.ChoiceField(
                label=_title(ligne, communes),
                choices=list(_choices(ligne)),
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Choisissez une des propositions"},
            )
            champ.au_choix = True
            nom = f"ligne-{ligne.numero}"
            self.fields[nom] = champ
            if (choix := decisions.get(str(ligne.numero))) is not None:
                self.initial[nom] = _GARDER if choix == GARDER else choix

    def decisions(self) -> dict[int, str]:
        """What was chosen, by line number."""
        return {
            int(nom.removeprefix("ligne-")): GARDER if choix == _GARDER else choix
            for nom, choix in self.cleaned_data.items()
            if choix
        }


def _title(ligne: LigneLue, communes: Mapping[str, str]) -> str:
    insee = ligne.champs.get("insee", "")
    ou = f", {communes.get(insee, insee)}" if insee else ""
    return f"Ligne {ligne.numero} : {ligne.libelle}{ou}, secteur {ligne.nom}"


def _choices(ligne: LigneLue) -> Iterable[tuple[str, Choix]]:
    for voie in ligne.appariement.candidats if ligne.appariement else ():
        yield voie.id, Choix(capfirst(voie.nom), f"Ressemblance : {round(voie.score * 100)} %")
    yield _GARDER, Choix("Garder ce nom", "La règle attendra une voie de ce nom.")
    yield IGNORER, Choix("Ignorer cette ligne")
