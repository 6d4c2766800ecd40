"""Public figures as their page shows them: rounded, and silent where they could point at someone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Sum
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from booking.services.statistiques import PETIT_NOMBRE, Nombres, Statistiques, read_statistiques
from home.models import Frequentation, Portail
from sectorisation.controles.francais import nombre

# Figures of a year need not be those of this minute.
DUREE_SECONDES = 600
PERIODES = {"3-mois": 3, "12-mois": 12}
PERIODE = "12-mois"

Chiffre = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row of a table, and its bar or point. `valeur` 0 and `part` None where nothing is said."""

    nom: str
    court: str
    valeur: int
    texte: str
    part: float | None
    part_texte: str


@dataclass(frozen=True, slots=True)
class Presentees:
    debut: dt.date
    fin: dt.date
    chiffres: list[Chiffre]
    services: list[Ligne]
    mois: list[Ligne]


def present_statistiques(*, portail: Portail, periode: str, now: dt.datetime) -> Presentees:
    """`periode` is a key of PERIODES."""
    territoire = portail.territoire
    today = now.astimezone(territoire.zone).date()
    key = f"statistiques:{portail.pk}:{periode}:{today}"
    found: Presentees | None = cache.get(key)
    if found is None:
        read = read_statistiques(territoire=territoire, mois=PERIODES[periode], now=now)
        found = _present(read, portail)
        cache.set(key, found, DUREE_SECONDES)
    return found


def _present(read: Statistiques, portail: Portail) -> Presentees:
    services = sorted(read.services.items(), key=lambda item: (-item[1].pris, item[0]))
    return Presentees(
        debut=read.debut,
        fin=read.fin,
        chiffres=[*_of_rdvs(read.ensemble), *_of_readings(portail, read.debut)],
        services=[_service(nom, found, read.ensemble) for nom, found in services],
        mois=[_month(premier, found) for premier, found in _since_the_first(read)],
    )


def _since_the_first(read: Statistiques) -> list[tuple[dt.date, Nombres]]:
    """Months without the empty ones before the first appointment; this one always."""
    months = list(read.mois.items())
    first = next((rang for rang, (_, found) in enumerate(months) if found.pris), len(months) - 1)
    return months[first:]


def _of_rdvs(ensemble: Nombres) -> list[Chiffre]:
    if ensemble.pris < PETIT_NOMBRE:
        return [(_("Rendez-vous"), few(ensemble.pris), "")]
    online = _("dont %(part)s pris en ligne") % {"part": percent(ensemble.part_en_ligne)}
    attente = ensemble.attente_moyenne or 0
    found = [
        (_("Rendez-vous"), nombre(ensemble.pris), online),
        (
            _("Attente moyenne"),
            f"{attente:.1f}\u00a0{_('jours')}".replace(".", ","),
            _("entre la demande et le rendez-vous"),
        ),
    ]
    if ensemble.tenus + ensemble.manques >= PETIT_NOMBRE:
        missed = percent(ensemble.part_manques)
        found.append((_("Rendez-vous manqués"), missed, _("personne n’est venu")))
    return found


def _of_readings(portail: Portail, debut: dt.date) -> list[Chiffre]:
    rows = Frequentation.objects.filter(portail=portail, jour__gte=debut)
    search = reverse("recherche")
    pages = rows.exclude(chemin=search).aggregate(n=Sum("lectures"))["n"] or 0
    searches = rows.filter(chemin=search).aggregate(n=Sum("lectures"))["n"] or 0
    if not pages:
        return []
    detail = _("et %(nombre)s recherches") % {"nombre": nombre(searches)} if searches > 1 else ""
    return [(_("Pages lues"), nombre(pages), detail)]


def _service(nom: str, found: Nombres, ensemble: Nombres) -> Ligne:
    shown = found.pris >= PETIT_NOMBRE
    part = found.pris / ensemble.pris if shown else None
    return Ligne(nom, nom, found.pris if shown else 0, few(found.pris), part, percent(part))


def _month(premier: dt.date, found: Nombres) -> Ligne:
    part = found.part_manques if found.tenus + found.manques >= PETIT_NOMBRE else None
    return Ligne(
        nom=date_format(premier, "F Y"),
        court=date_format(premier, "N"),
        valeur=found.pris if found.pris >= PETIT_NOMBRE else 0,
        texte=few(found.pris),
        part=part,
        part_texte=percent(part),
    )


def few(count: int) -> str:
    """A count, unless it is small enough to point at someone."""
    if 0 < count < PETIT_NOMBRE:
        return _("moins de %(nombre)s") % {"nombre": PETIT_NOMBRE}
    return nombre(count)


def percent(part: float | None) -> str:
    """One decimal; a dash when there is nothing to say."""
    return "–" if part is None else f"{part * 100:.1f}\u00a0%".replace(".", ",")
