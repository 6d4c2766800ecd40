"""Which alerts a page shows: at most two, most serious first.

Read apart from the presentation of the portail, and kept with their dates rather than with their
words, so that one is gone at its end however warm the caches are: a page is kept 30 s at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from home.liens import page_url
from home.models import Alerte, CibleAlerte, Niveau, PageLieu, Portail
from home.models.alerte import RANGS

MONTREES = 2
# A new one is a publication, which changes the key: this only bounds what a lost one costs.
DUREE_SECONDES = 60


@dataclass(frozen=True, slots=True)
class AlertePresentee:
    """`prefixes`: addresses under which it shows, "" everywhere."""

    niveau: str
    mot: str
    texte: str
    lien: str
    prefixes: tuple[str, ...]
    debut: dt.datetime
    fin: dt.datetime
    ou: str = ""


@dataclass(frozen=True, slots=True)
class Alertes:
    """Those of one page, and how many are left out."""

    montrees: list[AlertePresentee]
    autres: int = 0


def alerts_for(*, portail: Portail, path: str, now: dt.datetime) -> Alertes:
    """What the page at this path shows at this moment."""
    found = [
        alerte
        for alerte in read_alerts(portail=portail, now=now)
        if alerte.debut <= now < alerte.fin and _shows_on(alerte, path)
    ]
    return Alertes(found[:MONTREES], len(found[MONTREES:]))


def read_alerts(*, portail: Portail, now: dt.datetime) -> list[AlertePresentee]:
    """All those not over, most serious then latest first. One cache read, or one query."""
    key = f"alertes:{portail.pk}:{portail.publication}"
    kept: list[AlertePresentee] | None = cache.get(key)
    if kept is None:
        rows = Alerte.objects.of(portail.territoire_id).not_over(now).select_related("page", "lieu")
        kept = present_alerts(rows, portail=portail)
        cache.set(key, kept, DUREE_SECONDES)
    return [alerte for alerte in kept if alerte.fin > now]


def present_alerts(rows: Iterable[Alerte], *, portail: Portail) -> list[AlertePresentee]:
    shown = [row for row in rows if not row.orpheline]
    shown.sort(key=lambda row: (RANGS[Niveau(row.niveau)], -row.debut.timestamp()))
    return [
        AlertePresentee(
            niveau=row.niveau,
            mot=str(Niveau(row.niveau).label),
            texte=row.texte,
            lien=row.lien,
            prefixes=_prefixes(row, portail),
            debut=row.debut,
            fin=row.fin,
            ou=place_of(row),
        )
        for row in shown
    ]


def place_of(row: Alerte) -> str:
    """Where it shows, in words."""
    if row.cible == CibleAlerte.RUBRIQUE:
        return f"la rubrique « {row.page.title} »" if row.page else "une page supprimée"
    if row.cible == CibleAlerte.LIEU:
        return f"les pages du lieu « {row.lieu.nom} »" if row.lieu else "un lieu supprimé"
    return "toutes les pages du portail"


def _prefixes(row: Alerte, portail: Portail) -> tuple[str, ...]:
    if row.cible == CibleAlerte.PORTAIL:
        return ("",)
    if row.cible == CibleAlerte.RUBRIQUE:
        # Unpublished, or moved elsewhere: it shows nowhere.
        url = page_url(row.page, portail=portail)
        return (url,) if url else ()
    pages = PageLieu.objects.descendant_of(portail.site.root_page).live().filter(lieu=row.lieu_id)
    with translation.override("fr"):
        return (reverse("lieux"), *(page_url(page, portail=portail) for page in pages))


def _shows_on(alerte: AlertePresentee, path: str) -> bool:
    language = get_language_from_path(path)
    if language and path.startswith(f"/{language}/"):
        path = path[len(language) + 1 :]
    return path.startswith(alerte.prefixes)
