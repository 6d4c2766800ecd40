"""Communes of a secteur, taken from the secteurs that had them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft
from sectorisation.edition.contenus import Communes
from sectorisation.edition.regles import add_regle, change_regle
from sectorisation.models import Couche, Regle, Secteur


@transaction.atomic
def write_communes(
    *,
    secteur: Secteur,
    codes: Sequence[str],
    regle: Regle | None = None,
    reprendre: bool = False,
    priorite: int = 0,
    valide_du: dt.date | None = None,
    valide_au: dt.date | None = None,
) -> Regle:
    """Adds a rule of communes, or rewrites `regle`. Raises EditionRefusee.

    With `reprendre` the other rules of the couche no longer list these communes, and those left
    with none are deleted.
    """
    reglages = {"priorite": priorite, "valide_du": valide_du, "valide_au": valide_au}
    if regle is None:
        ecrite = add_regle(secteur=secteur, contenu=Communes(codes), **reglages)  # type: ignore[arg-type]
    else:
        ecrite = change_regle(
            regle=regle,
            contenu=Communes(codes),
            secteur=secteur,
            **reglages,  # type: ignore[arg-type]
        )
    if reprendre:
        _take(secteur.couche, ecrite)
    return ecrite


def _take(couche: Couche, ecrite: Regle) -> None:
    lock_draft(couche)
    prises = set(ecrite.communes)
    autres = Regle.objects.of_couche(couche).of_kind(Regle.Genre.COMMUNE).without_geometry()
    for autre in autres.exclude(pk=ecrite.pk):
        gardees = [code for code in autre.communes if code not in prises]
        if not gardees:
            autre.delete()
        elif len(gardees) < len(autre.communes):
            autre.communes = gardees
            autre.save(update_fields=["communes"])
