"""The parts of a drawing as rules: one Polygon a rule, its holes kept."""

from collections.abc import Sequence

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft
from sectorisation.edition.contenus import Polygone
from sectorisation.edition.regles import add_regle, change_regle
from sectorisation.errors import EditionRefusee
from sectorisation.models import Regle, Secteur
from sectorisation.saisie import Part
from sectorisation.traces import read_shape, round_shape, to_geojson


@transaction.atomic
def write_drawing(
    *, secteur: Secteur, parties: Sequence[Part], libelle: str = "", regle: Regle | None = None
) -> list[Regle]:
    """Writes each part (a GeoJSON Polygon) as a rule of `secteur`.

    `regle`, when one is redrawn, takes the first part; the others are new rules with its priority
    and dates. A part left as it was keeps every digit. Raises EditionRefusee.
    """
    if not parties:
        raise EditionRefusee("Dessinez au moins une partie.", champ="contour")
    lock_draft(secteur.couche)
    reglages = {
        "priorite": regle.priorite if regle else 0,
        "valide_du": regle.valide_du if regle else None,
        "valide_au": regle.valide_au if regle else None,
    }
    regles = []
    for partie in parties:
        ancienne, regle = regle, None
        contenu = Polygone(_settled(partie, ancienne), libelle)
        if ancienne is None:
            regles.append(add_regle(secteur=secteur, contenu=contenu, **reglages))
        else:
            regles.append(
                change_regle(regle=ancienne, contenu=contenu, secteur=secteur, **reglages)
            )
    return regles


def _settled(partie: Part, ancienne: Regle | None) -> Part:
    """The part at six decimals, or the very geometry it was when nobody touched it."""
    if ancienne is not None and ancienne.geometrie == partie:
        return ancienne.geometrie
    arrondie = to_geojson(round_shape(read_shape(partie)))
    if arrondie["type"] != "Polygon":
        raise EditionRefusee("Une partie est trop fine : élargissez-la.", champ="contour")
    return arrondie
