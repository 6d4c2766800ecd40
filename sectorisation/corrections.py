"""Proposals of the checks: shown with what they would change, written only when asked."""

from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction

from sectorisation.adresses.lot import Lot
from sectorisation.comparaison import Comparaison
from sectorisation.compilation import answer_for
from sectorisation.controles import Correction
from sectorisation.edition import Polygone, add_regle, change_regle
from sectorisation.errors import BrouillonChange
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Regle, Secteur, Version
from sectorisation.traces import pack, polygons_only, round_shape, to_geojson, to_shape

# No row has it: a rule proposed for a secteur is in no table yet.
_NOUVELLE = 0


@dataclass(frozen=True, slots=True)
class Proposition:
    """A correction and the addresses it would move, against the draft as it is."""

    correction: Correction
    comparaison: Comparaison


def compare_correction(*, version: Version, correction: Correction, lot: Lot) -> Proposition:
    """What a correction would change in a draft compiled as `version`; writes nothing."""
    corrige = answer_for(_corrected(version.contenu, correction), lot)
    return Proposition(correction, Comparaison(lot, index_for(version), corrige))


@transaction.atomic
def apply_correction(*, couche: Couche, correction: Correction, brouillon: int) -> None:
    """Writes a correction into the draft, one rule a part.

    Raises BrouillonChange when the draft is no longer number `brouillon`, and EditionRefusee.
    """
    actuel = Couche.objects.select_for_update(of=("self",)).get(pk=couche.pk)
    if actuel.brouillon != brouillon:
        raise BrouillonChange("Le brouillon a changé depuis que vous l'avez regardé.")
    parties = [to_geojson(partie) for partie in _parts(correction)]
    if correction.regle is None:
        secteur = Secteur.objects.select_related("couche__territoire").get(
            couche=couche, pk=correction.secteur
        )
        for partie in parties:
            add_regle(secteur=secteur, contenu=Polygone(partie))
        return
    regle = (
        Regle.objects.of_couche(couche)
        .select_related("secteur__couche__territoire")
        .get(pk=correction.regle)
    )
    reglages: dict[str, Any] = {
        "priorite": regle.priorite,
        "valide_du": regle.valide_du,
        "valide_au": regle.valide_au,
    }
    premiere, *autres = parties
    change_regle(regle=regle, contenu=Polygone(premiere, regle.libelle), **reglages)
    for partie in autres:
        add_regle(secteur=regle.secteur, contenu=Polygone(partie, regle.libelle), **reglages)


def _corrected(contenu: dict[str, Any], correction: Correction) -> dict[str, Any]:
    geometrie = pack(shapely.MultiPolygon(_parts(correction)))
    if correction.regle is None:
        nouvelle = {
            "id": _NOUVELLE,
            "genre": Regle.Genre.POLYGONE,
            "secteur": correction.secteur,
            "geometrie": geometrie,
        }
        return contenu | {"regles": [*contenu["regles"], nouvelle]}
    regles = [
        regle | {"geometrie": geometrie} if regle["id"] == correction.regle else regle
        for regle in contenu["regles"]
    ]
    if not any(regle["id"] == correction.regle for regle in contenu["regles"]):
        # An invalid polygon was left out of what is compiled: it comes back mended.
        regles.append(
            {
                "id": correction.regle,
                "genre": Regle.Genre.POLYGONE,
                "secteur": correction.secteur,
                "geometrie": geometrie,
            }
        )
    return contenu | {"regles": regles}


def _parts(correction: Correction) -> list[Any]:
    forme = polygons_only(round_shape(polygons_only(to_shape(correction.geometrie))))
    return list(shapely.get_parts(forme))
