"""Where people are received: the list of sites, with hours, closures and access."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from booking.models import Lieu
from home.horaires import closures_from, summarize
from sectorisation.models import Territoire


@dataclass(frozen=True, slots=True)
class LieuPresente:
    nom: str
    slug: str
    adresse: str
    telephone: str
    horaires: list[str]
    fermetures: list[tuple[dt.date, dt.date, str]]
    perturbation: str
    acces: str
    accessibilite: str
    fauteuil: bool


def present_lieux(
    *, territoire: Territoire, today: dt.date, commune: str = ""
) -> tuple[list[LieuPresente], int]:
    """Sites that receive, by commune then name, and how many there are in all.

    `commune` keeps those whose commune or postcode begins with it, whatever accents and case.
    """
    from home.recherche import normalize

    rows = list(
        Lieu.objects.of(territoire)
        .receiving()
        .select_related("organisation")
        .order_by("commune", "nom")
    )
    wanted = normalize(commune)
    kept = [
        row
        for row in rows
        if not wanted
        or normalize(row.commune).startswith(wanted)
        or row.code_postal.startswith(wanted)
    ]
    return [_present(row, today) for row in kept], len(rows)


def _present(row: Lieu, today: dt.date) -> LieuPresente:
    return LieuPresente(
        nom=row.nom,
        slug=row.slug,
        adresse=row.adresse_complete,
        telephone=row.telephone or row.organisation.telephone,
        horaires=summarize(row.horaires),
        fermetures=closures_from(row.fermetures, today)[:3],
        perturbation=row.perturbation,
        acces=row.acces,
        accessibilite=row.accessibilite,
        fauteuil=row.fauteuil,
    )
