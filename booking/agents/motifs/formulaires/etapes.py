"""By which way in a motif is booked somewhere, now and from a day on."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.agents.formulaires.champs import DateField
from booking.agents.motifs.formulaires.cibles import PARTOUT, CibleField
from booking.agents.motifs.presentation import ETAPES
from booking.champs import Choix
from booking.models import Etape
from sectorisation.models import Territoire


def _step(value: Any) -> int:
    return int(value)


class EtapeForm(forms.Form):
    """What `set_etape` takes."""

    cible = CibleField(label="Où")
    etape = forms.TypedChoiceField(
        label="Étape",
        coerce=_step,
        choices=[
            (value, Choix(str(label), ETAPES[Etape(value)])) for value, label in Etape.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’étape"},
    )
    prochaine_etape = forms.TypedChoiceField(
        label="Étape suivante",
        required=False,
        coerce=_step,
        empty_value=None,
        choices=[("", "Aucune"), *Etape.choices],
        help_text="Prend effet seule, le jour dit.",
    )
    a_partir_du = DateField(label="À partir du", required=False)
    remplacer = forms.BooleanField(
        label="Remplacer ce que disent les lieux concernés",
        required=False,
        help_text="Sans cela, un lieu qui a sa propre étape la garde.",
    )

    def __init__(self, *args: Any, territoire: Territoire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cible"].offer(territoire, premier=(PARTOUT, "Partout"))

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "cible": self.fields["cible"].find(data["cible"]),
            "etape": data["etape"],
            "prochaine": data["prochaine_etape"],
            "a_partir_du": data["a_partir_du"],
            "remplacer": data["remplacer"],
        }
