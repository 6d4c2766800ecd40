"""Imports secteurs into the draft of their couche, all or nothing."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft
from sectorisation.errors import ImportRefuse
from sectorisation.imports.fichier import Fichier, read_file
from sectorisation.imports.plan import BilanSecteurs, balance, plan_all
from sectorisation.models import Couche, Territoire

_MAX_PHRASES = 20


def import_secteurs(
    *,
    territoire: Territoire,
    chemin: Path,
    couche: str = "",
    impose: bool = False,
    simulate: bool = False,
    decisions: Mapping[int, str] | None = None,
    projection: int | None = None,
) -> BilanSecteurs:
    """Creates or updates the secteurs a file names, all or nothing; others are left alone.

    A file replaces, in the secteurs it names, the kinds of rules it can hold: drawn areas for a
    drawing, communes for a list of communes, streets and addresses too for a table that has their
    columns. So several files may feed one couche. `couche`, `impose`, `decisions` and `projection`:
    see `read_file`. With `simulate`, nothing is written. Raises ImportRefuse.
    """
    fichier = read_file(
        territoire=territoire,
        chemin=chemin,
        couche=couche,
        impose=impose,
        decisions=decisions,
        projection=projection,
    )
    return import_file(territoire=territoire, fichier=fichier, simulate=simulate)


def import_file(
    *, territoire: Territoire, fichier: Fichier, simulate: bool = False
) -> BilanSecteurs:
    """The same, of a file already read."""
    raisons = fichier.raisons
    if raisons:
        reste = len(raisons) - _MAX_PHRASES
        raise ImportRefuse(
            *raisons[:_MAX_PHRASES], *([f"Et {reste} autres lignes."] if reste > 0 else [])
        )
    if simulate:
        return balance(plan_all(territoire=territoire, lus=fichier.secteurs, genres=fichier.genres))
    with transaction.atomic():
        for slug in {lu.couche: None for lu in fichier.secteurs}:
            nom = slug.replace("-", " ").capitalize()
            couche, _ = Couche.objects.get_or_create(
                territoire=territoire, slug=slug, defaults={"nom": nom}
            )
            lock_draft(couche)
        plans = plan_all(territoire=territoire, lus=fichier.secteurs, genres=fichier.genres)
        bilan = balance(plans)
        for plan in plans:
            plan.carry_out()
    return bilan
