"""A zone drawn on a map, or typed: the same field with and without a script."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from booking.agents.secteurs.cartes import sources_of
from booking.agents.secteurs.formulaires.regles import (
    ReglagesForm,
    SecteurField,
    secteurs_of,
    settings_of,
)
from sectorisation.controles.francais import nombre, surface
from sectorisation.errors import ContourRefuse, Faute
from sectorisation.models import Couche, Regle, Territoire
from sectorisation.saisie import Proposition, find_faults, propose, read_polygons, to_text
from sectorisation.traces import read_shape, to_geojson


class DessinWidget(forms.Textarea):
    """The text, and above it the map that our script draws. `sources`: the addresses it calls."""

    template_name = "composants/dessin.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"rows": 12, "spellcheck": "false", "autocomplete": "off", **(attrs or {})}
        )
        self.dessin: dict[str, Any] = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"dessin": self.dessin}


class PolygonesField(forms.CharField):
    """GeoJSON typed or drawn; its value is a list of Polygons, one a part, holes kept.

    A form sets `territoire` once it knows it. Each error has the `point` at fault in its params.
    """

    widget = DessinWidget
    territoire: Territoire

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return to_text([read_shape(partie) for partie in value]) if value else ""

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        texte = super().to_python(value)
        if not texte:
            return []
        try:
            polygones = read_polygons(texte)
        except ContourRefuse as refus:
            raise ValidationError([_error(faute) for faute in refus.fautes]) from None
        if fautes := find_faults(polygones, self.territoire):
            raise ValidationError([_error(faute) for faute in fautes])
        return [to_geojson(polygone) for polygone in polygones]


def _error(faute: Faute) -> ValidationError:
    return ValidationError(faute.phrase, params={"point": faute.point})


class PolygoneForm(ReglagesForm):
    """One drawing, given to a secteur. `regle`: the one being drawn again."""

    secteur = SecteurField()
    libelle = forms.CharField(
        label="Nom de la zone",
        max_length=200,
        required=False,
        help_text="Pour la retrouver dans la liste : « Nord de la voie ferrée ».",
    )
    contour = PolygonesField(
        label="Contour",
        help_text="Longitudes et latitudes (WGS 84), au format GeoJSON.",
        error_messages={"required": "Dessinez au moins une partie"},
    )

    def __init__(
        self,
        *args: Any,
        couche: Couche,
        regle: Regle | None = None,
        choisi: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(regle) if regle else {"secteur": choisi}
        super().__init__(*args, **kwargs)
        self.fields["secteur"].offer(secteurs_of(couche))
        self.territoire = self.fields["contour"].territoire = couche.territoire
        self.fields["contour"].widget.dessin = {
            **sources_of(couche),
            "regle": str(regle.uid) if regle else "",
            "secteur": self["secteur"].value() or "",
        }
        if self.is_bound and "contour" in self.errors:
            self._show_faults()

    def _show_faults(self) -> None:
        """On the map too: where each fault is, and what straightening would give."""
        erreurs = self.errors.as_data()["contour"]
        places = [(e.message, (e.params or {}).get("point")) for e in erreurs]
        self.fields["contour"].widget.dessin |= {
            "ouvert": True,
            "fautes": json.dumps([{"phrase": p, "point": ici} for p, ici in places if ici]),
            "proposition": to_text(self.proposition.polygones) if self.proposition else "",
        }

    @property
    def proposition(self) -> Proposition | None:
        """A straightened outline, when the one given crosses itself."""
        if not hasattr(self, "_proposition"):
            try:
                lus = read_polygons(self["contour"].value() or "")
            except ContourRefuse:
                lus = []
            self._proposition = propose(lus, self.territoire)
        return self._proposition

    def straightened(self) -> dict[str, Any]:
        """What was sent, with the proposal in place of the outline."""
        data = self.data.copy()
        if self.proposition:
            data["contour"] = to_text(self.proposition.polygones)
        return data

    def proposal_sentence(self) -> str:
        """« Surface : 3,2 ha. Adresses connues : 12, au lieu de 14. »"""
        propose = self.proposition
        if propose is None:
            return ""
        dit = f"Surface : {surface(propose.surface)}."
        if self.territoire.adresses_fichier:
            apres, avant = nombre(propose.adresses), nombre(propose.adresses_avant)
            dit += f" Adresses connues : {apres}, au lieu de {avant}."
        return dit


def _initial(regle: Regle) -> dict[str, Any]:
    formes = read_shape(regle.geometrie)
    return {
        "secteur": str(regle.secteur.uid),
        "libelle": regle.libelle,
        "contour": [to_geojson(partie) for partie in getattr(formes, "geoms", [formes])],
        **settings_of(regle),
    }
