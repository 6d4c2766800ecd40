"""What a sector map would change for appointments: told, never done. An Rdv keeps its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.core.cache import cache

from booking.models import Rdv
from booking.models.rdv import RdvQuerySet
from sectorisation.bilan import Bilan, draft_index
from sectorisation.comparaison import Point, try_points
from sectorisation.controles import Constat
from sectorisation.index import Index
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version
from sectorisation.regles import Secteur
from sectorisation.table import key
from sectorisation.traces import to_shape

PASSES = dt.timedelta(days=30)
_UNE_MINUTE = 60
_INSEE = re.compile(r"(\d[0-9AB]\d{3})_")

Passages = dict[int, tuple[Secteur | None, Secteur | None]]


@dataclass(frozen=True, slots=True)
class Comptes:
    """Rdv whose address would go to another secteur, and how many were looked at."""

    a_venir: int
    sur: int
    passes: int = 0
    sur_passes: int = 0


def moved_rdvs(*, avant: Index | None, apres: Index, rdvs: RdvQuerySet) -> Passages:
    """Rdv whose address changes secteur, by primary key. One query."""
    lignes = list(rdvs.values_list("pk", "lon", "lat", "adresse_id"))
    points = (Point(x or 0.0, y or 0.0, _insee(a), a) for _, x, y, a in lignes)
    paires = try_points(avant, apres, points)
    passages: Passages = {}
    for (pk, *_), (ancienne, nouvelle) in zip(lignes, paires, strict=True):
        de, vers = ancienne.secteur if ancienne else None, nouvelle.secteur
        if (de.id if de else 0) != (vers.id if vers else 0):
            passages[pk] = (de, vers)
    return passages


def moved_by_draft(*, couche: Couche, bilan: Bilan, now: dt.datetime) -> Passages:
    """Coming Rdv that the draft would send elsewhere; none before the first publication."""
    if not couche.version_publiee:
        return {}
    return moved_rdvs(
        avant=index_for(couche.version_publiee),
        apres=draft_index(couche, bilan, now),
        rdvs=Rdv.objects.of_couche(couche).upcoming(now),
    )


def count_moved_by_draft(*, couche: Couche, bilan: Bilan, now: dt.datetime) -> int:
    """The same, counted, and kept a minute: the overview is often looked at."""
    cle = f"secteurs:rdvs:{couche.pk}:{bilan.empreinte}:{bilan.publiee}"
    nombre: int | None = cache.get(cle)
    if nombre is None:
        nombre = len(moved_by_draft(couche=couche, bilan=bilan, now=now))
        cache.set(cle, nombre, _UNE_MINUTE)
    return nombre


def count_moved(
    *, couche: Couche, avant: Version | None, apres: Version, now: dt.datetime
) -> Comptes:
    """Coming Rdv, and those of the last thirty days, that another version would send elsewhere.

    Kept a minute.
    """
    cle = f"secteurs:comptes:{couche.pk}:{avant.empreinte if avant else ''}:{apres.empreinte}"
    comptes: Comptes | None = cache.get(cle)
    if comptes is None:
        comptes = _count_moved(couche, index_for(avant) if avant else None, index_for(apres), now)
        cache.set(cle, comptes, _UNE_MINUTE)
    return comptes


def _count_moved(couche: Couche, avant: Index | None, apres: Index, now: dt.datetime) -> Comptes:
    siens = Rdv.objects.of_couche(couche)
    a_venir = siens.upcoming(now)
    passes = siens.standing().filter(debut__lte=now, debut__gt=now - PASSES)
    return Comptes(
        len(moved_rdvs(avant=avant, apres=apres, rdvs=a_venir)),
        a_venir.count(),
        len(moved_rdvs(avant=avant, apres=apres, rdvs=passes)),
        passes.count(),
    )


def count_concerned(*, couche: Couche, constats: Sequence[Constat], now: dt.datetime) -> list[int]:
    """For each finding, the coming Rdv of its addresses, its ground or its secteur. One query."""
    lignes = list(
        Rdv.objects.of_couche(couche)
        .upcoming(now)
        .values_list("lon", "lat", "adresse_id", "secteur")
    )
    if not lignes:
        return [0] * len(constats)
    cles = np.array([key(_insee(a), a) for _, _, a, _ in lignes], np.uint64)
    points = shapely.points([(x or 0.0, y or 0.0) for x, y, _, _ in lignes])
    secteurs = np.array([secteur or 0 for *_, secteur in lignes])
    return list(_concerned(constats, cles, points, secteurs))


def _concerned(
    constats: Sequence[Constat], cles: np.ndarray, points: np.ndarray, secteurs: np.ndarray
) -> Iterator[int]:
    for constat in constats:
        if constat.code == "SANS_LIEU":
            yield int(np.isin(secteurs, constat.secteurs).sum())
            continue
        touches = np.isin(cles, constat.empreintes)
        # A commune is drawn whole though only some of its addresses are concerned.
        if constat.geometrie and constat.code not in ("COMMUNE_COUPEE", "REGLE_VIDE"):
            forme = shapely.make_valid(to_shape(constat.geometrie))
            if forme.area:
                shapely.prepare(forme)
                touches |= shapely.intersects(forme, points)
        yield int(touches.sum())


def _insee(adresse_id: str) -> str:
    """The commune that BAN's identifier begins with; "" for any other identifier."""
    trouve = _INSEE.match(adresse_id)
    return trouve[1] if trouve else ""
