"""The step of a motif, site by site: one gesture for a site, an organisation or everywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Q

from booking.errors import CatalogueRefuse
from booking.models import Lieu, Motif, Organisation, Ouverture

Cible: TypeAlias = Organisation | Lieu


@transaction.atomic
def set_etape(
    *,
    motif: Motif,
    cible: Cible | None,
    etape: int,
    today: dt.date,
    prochaine: int | None = None,
    a_partir_du: dt.date | None = None,
    remplacer: bool = False,
) -> None:
    """Say at which step a motif stands at a site, at all those of an organisation, or everywhere.

    `cible` None is the motif's own step, for all who say nothing of their own. A next step needs
    its local day, after `today`; everywhere, it is said by each organisation that holds the motif.
    `remplacer` forgets what the sites and organisations concerned had said. No Rdv is touched.
    Raises CatalogueRefuse.
    """
    if (prochaine is None) != (a_partir_du is None):
        raise CatalogueRefuse(
            "Donnez l’étape suivante et son jour, ou aucun des deux.",
            champ="a_partir_du" if a_partir_du is None else "prochaine_etape",
        )
    if a_partir_du is not None and a_partir_du <= today:
        raise CatalogueRefuse("Choisissez un jour à venir.", champ="a_partir_du")
    if cible is not None and cible.territoire_id != motif.territoire_id:
        raise CatalogueRefuse("Ce lieu n’est pas de ce territoire.", champ="cible")
    # Two référents at once would otherwise both find no line and write two.
    Motif.objects.select_for_update(of=("self",)).get(pk=motif.pk)
    values = {"etape": etape, "prochaine_etape": prochaine, "a_partir_du": a_partir_du}
    if cible is not None:
        if remplacer and isinstance(cible, Organisation):
            motif.ouvertures.filter(lieu__organisation=cible).delete()
        _put(motif, cible, values)
        return
    # Before the lines go: they are part of what says who holds the motif.
    organisations = _holders(motif, today) if prochaine is not None else []
    Motif.objects.filter(pk=motif.pk).update(ouverture=etape)
    if remplacer:
        motif.ouvertures.all().delete()
    for organisation in organisations:
        _put(motif, organisation, values)


@transaction.atomic
def clear_etape(*, ligne: Ouverture) -> None:
    """This site, or organisation, follows again the one above it."""
    ligne.delete()


def lines_of(motif: Motif) -> dict[tuple[int | None, int | None], Ouverture]:
    """What is said of a motif, by (organisation id, lieu id): one of the two is None."""
    return {(line.organisation_id, line.lieu_id): line for line in motif.ouvertures.all()}


def _put(motif: Motif, cible: Cible, values: dict[str, Any]) -> None:
    where: dict[str, Any] = {"organisation" if isinstance(cible, Organisation) else "lieu": cible}
    Ouverture.objects.update_or_create(motif=motif, **where, defaults=values)


def _holders(motif: Motif, today: dt.date) -> list[Organisation]:
    """Organisations where someone holds the motif, at a site or at none, or which say something."""
    lieux = Lieu.objects.offering(motif, today).values("organisation")
    plages = motif.plages.filter(jusqu_au__gte=today).values("organisation")
    return list(
        Organisation.objects.of(motif.territoire_id)
        .filter(Q(pk__in=lieux) | Q(pk__in=plages))
        .order_by("nom")
    )
