"""All the rules of one street at once: which numbers go where."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft, touch
from sectorisation.edition.contenus import Voie
from sectorisation.edition.regles import check_of_couche, checked_settings
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle, Secteur


@dataclass(frozen=True, slots=True)
class Troncon:
    """Some numbers of a street, given to a secteur. `regle`: the rule it rewrites, if any."""

    secteur: Secteur
    voie: Voie
    regle: Regle | None = None
    priorite: int = 0
    valide_du: dt.date | None = None
    valide_au: dt.date | None = None


@transaction.atomic
def write_street(
    *, couche: Couche, troncons: Sequence[Troncon], retirees: Sequence[Regle] = ()
) -> list[Regle]:
    """Adds, rewrites and removes rules of one street, all or nothing.

    Raises EditionRefusee, whose `rang` is the place of the refused troncon.
    """
    lock_draft(couche)
    Regle.objects.of_couche(couche).filter(pk__in=[r.pk for r in retirees]).delete()
    regles: list[Regle] = []
    dits: set[tuple[object, ...]] = set()
    for rang, troncon in enumerate(troncons):
        try:
            regle = _regle(couche, troncon)
        except EditionRefusee as refus:
            raise EditionRefusee(refus.phrase, champ=refus.champ, rang=rang) from None
        dit = (
            regle.numero_du, regle.numero_au, regle.parite, tuple(regle.suffixes),
            regle.priorite, regle.valide_du, regle.valide_au,
        )  # fmt: skip
        if dit in dits:
            raise EditionRefusee("Ces numéros sont écrits deux fois.", champ="du", rang=rang)
        dits.add(dit)
        regles.append(regle)
    for regle in regles:
        regle.save()
    if regles or retirees:
        touch(couche)
    return regles


def _regle(couche: Couche, troncon: Troncon) -> Regle:
    check_of_couche(troncon.secteur, couche)
    regle = troncon.regle or Regle(genre=Regle.Genre.VOIE)
    if troncon.regle is not None:
        check_of_couche(troncon.regle.secteur, couche)
    valeurs = troncon.voie.fields(couche.territoire, troncon.regle)
    reglages = checked_settings(troncon.priorite, troncon.valide_du, troncon.valide_au)
    for nom, valeur in {"secteur": troncon.secteur, **valeurs, **reglages}.items():
        setattr(regle, nom, valeur)
    regle.normalise()
    return regle
