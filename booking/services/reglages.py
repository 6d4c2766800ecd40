"""What a site or an organisation changes of a motif (see `ReglageLocal`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from booking.errors import CatalogueRefuse
from booking.models import Motif, Organisation, ReglageLocal
from booking.services.catalogue import check_delais
from booking.services.etapes import Cible

CHAMPS = (
    "duree", "delai_min", "delai_max", "restriction", "consigne", "pieces", "rappels",
)  # fmt: skip


@transaction.atomic
def set_reglage(*, motif: Motif, cible: Cible, valeurs: Mapping[str, Any]) -> ReglageLocal:
    """Say all that a site or an organisation changes: what is left out follows the motif again.

    `valeurs`: some of `CHAMPS`, minutes and hours as the model keeps them. New Rdv follow at once;
    those taken and the starts held keep what they were promised. Raises CatalogueRefuse.
    """
    if unknown := set(valeurs) - set(CHAMPS):
        raise ValueError(f"Pas un réglage local : {', '.join(sorted(unknown))}.")
    if cible.territoire_id != motif.territoire_id:
        raise CatalogueRefuse("Ce lieu n’est pas de ce territoire.", champ="cible")
    # Two référents at once would otherwise both find no line and write two.
    fresh = Motif.objects.select_for_update(of=("self",)).get(pk=motif.pk)
    where: dict[str, Any] = {"organisation" if isinstance(cible, Organisation) else "lieu": cible}
    line = ReglageLocal.objects.filter(motif=fresh, **where).first()
    line = line or ReglageLocal(motif=fresh, **where)
    silent = ReglageLocal()
    for name in CHAMPS:
        setattr(line, name, valeurs.get(name, getattr(silent, name)))
    if not line.changes() and not line.pieces:
        raise CatalogueRefuse("Changez au moins une chose, ou supprimez ce réglage.")
    bas, haut = line.delai_min, line.delai_max
    if bas is not None and haut is not None and haut <= bas:
        raise CatalogueRefuse(
            "Le délai le plus long doit dépasser le plus court.", champ="delai_max"
        )
    line.clean_fields()
    line.save()
    check_delais(fresh)
    return line


@transaction.atomic
def remove_reglage(*, reglage: ReglageLocal) -> None:
    """This site, or organisation, holds the motif as it stands above it."""
    reglage.delete()


def reglages_of(motif: Motif) -> QuerySet[ReglageLocal]:
    """Organisations first, then sites, by name."""
    return motif.reglages.select_related("organisation", "lieu__organisation").order_by(
        "organisation__nom", "lieu__nom", "pk"
    )
