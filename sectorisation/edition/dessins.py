"""The parts of a drawing as rules: one Polygon a rule, its holes kept."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft
from sectorisation.edition.contenus import Polygone
from sectorisation.edition.regles import add_regle, change_regle
from sectorisation.errors import EditionRefusee
from sectorisation.models import Regle, Secteur
from sectorisation.traces import read_shape, round_shape, to_geojson


@transaction.atomic
def write_drawing(
    *,
    secteur: Secteur,
    parties: Sequence[dict[str, Any]],
    libelle: str = "",
    regle: Regle | None = None,
    priorite: int = 0,
    valide_du: dt.date | None = None,
    valide_au: dt.date | None = None,
) -> list[Regle]:
    """Writes each part (a GeoJSON Polygon) as a rule of `secteur`. Raises EditionRefusee.

    `regle`, when one is drawn again, takes the first part. A part left as it was keeps every digit.
    """
    if not parties:
        raise EditionRefusee("Dessinez au moins une partie.", champ="contour")
    lock_draft(secteur.couche)
    reglages: Reglages = {
        "priorite": priorite,
        "valide_du": valide_du,
        "valide_au": valide_au,
    }
    premiere, *autres = (Polygone(_settled(partie, regle), libelle) for partie in parties)
    if regle is None:
        ecrite = add_regle(secteur=secteur, contenu=premiere, **reglages)
    else:
        ecrite = change_regle(regle=regle, contenu=premiere, secteur=secteur, **reglages)
    return [ecrite, *(add_regle(secteur=secteur, contenu=c, **reglages) for c in autres)]


class Reglages(TypedDict):
    """What every kind of rule may have."""

    priorite: int
    valide_du: dt.date | None
    valide_au: dt.date | None


def _settled(partie: dict[str, Any], ancienne: Regle | None) -> dict[str, Any]:
    """The part at six decimals, or the very geometry it was when nobody touched it."""
    if ancienne is not None and ancienne.geometrie == partie:
        return partie
    arrondie = to_geojson(round_shape(read_shape(partie)))
    if arrondie["type"] != "Polygon" or not arrondie["coordinates"]:
        raise EditionRefusee("Une partie est trop fine : élargissez-la.", champ="contour")
    return arrondie
