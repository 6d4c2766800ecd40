"""Where people are received: the list of sites, with hours, closures and access."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from booking.models import Lieu
from booking.services.etat import EtatService, etats_now
from home.arbre import path_under
from home.horaires import closures_from, summarize
from home.models import PageLieu, Portail


@dataclass(frozen=True, slots=True)
class LieuPresente:
    nom: str
    slug: str
    url: str
    adresse: str
    telephone: str
    horaires: list[str]
    fermetures: list[tuple[dt.date, dt.date, str]]
    perturbations: list[EtatService]
    acces: str
    accessibilite: str
    fauteuil: bool


def present_lieux(
    *, portail: Portail, now: dt.datetime, commune: str = ""
) -> tuple[list[LieuPresente], int]:
    """Sites that receive, by commune then name, and how many there are in all.

    `commune` keeps those whose commune or postcode begins with it, whatever accents and case.
    """
    # Imported late: search leads to the sites, and reads their addresses here.
    from home.recherche import normalize

    rows = list(
        Lieu.objects.of(portail.territoire)
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
    today = now.astimezone(portail.territoire.zone).date()
    urls = lieu_urls(portail)
    etats = etats_now(territoire=portail.territoire, now=now, lieux=kept)
    return [
        _present(row, today, urls.get(row.pk, ""), [e for e in etats if e.lieu == row.pk])
        for row in kept
    ], len(rows)


def lieu_urls(portail: Portail) -> dict[int, str]:
    """Address of the published page of each site id."""
    accueil = portail.site.root_page
    pages = PageLieu.objects.descendant_of(accueil).live().values_list("lieu_id", "url_path")
    return {pk: path_under(accueil, url_path) for pk, url_path in pages if pk}


def _present(row: Lieu, today: dt.date, url: str, perturbations: list[EtatService]) -> LieuPresente:
    return LieuPresente(
        nom=row.nom,
        slug=row.slug,
        url=url,
        adresse=row.adresse_complete,
        telephone=row.telephone or row.organisation.telephone,
        horaires=summarize(row.horaires),
        fermetures=closures_from(row.fermetures, today)[:3],
        perturbations=perturbations,
        acces=row.acces,
        accessibilite=row.accessibilite,
        fauteuil=row.fauteuil,
    )
