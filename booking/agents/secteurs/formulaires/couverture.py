"""How the table of communes is searched, narrowed and sorted. GET: nothing here names anyone."""

from __future__ import annotations

from typing import Any

from django import forms

from sectorisation.couverture import Etat

ETATS = {
    Etat.SANS: "Sans secteur",
    Etat.PARTIELLE: "En partie",
    Etat.COUPEE: "Coupée, non déclarée",
    Etat.COUVERTE: "Couverte",
}
TRIS = {
    "nom": "Nom",
    "-adresses": "Adresses, du plus au moins",
    "adresses": "Adresses, du moins au plus",
    "part": "Les moins couvertes d’abord",
}


class RechercheForm(forms.Form):
    """All of it at will; what a link gone stale asks for counts for nothing."""

    q = forms.CharField(label="Commune ou code INSEE", required=False, max_length=100)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *((e.value, m) for e, m in ETATS.items())],
    )
    tri = forms.ChoiceField(label="Ordre", required=False, choices=list(TRIS.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.au_choix = True  # type: ignore[attr-defined]
