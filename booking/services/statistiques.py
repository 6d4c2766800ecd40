"""How many appointments, month by month and service by service: those of today's rows, and those
already forgotten, whose counts were kept (see `Cumul`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from booking.models import Auteur, Cumul, Rdv, Service, Statut
from sectorisation.models import Territoire

# Below this, a count could point at someone.
PETIT_NOMBRE = 5
_JOUR = dt.timedelta(days=1)


@dataclass(slots=True)
class Nombres:
    """Counts of appointments. `attente`: days between booking and appointment, added up."""

    pris: int = 0
    en_ligne: int = 0
    tenus: int = 0
    manques: int = 0
    attente: float = 0

    def add(self, other: Nombres) -> None:
        self.pris += other.pris
        self.en_ligne += other.en_ligne
        self.tenus += other.tenus
        self.manques += other.manques
        self.attente += other.attente

    @property
    def part_en_ligne(self) -> float | None:
        return self.en_ligne / self.pris if self.pris else None

    @property
    def part_manques(self) -> float | None:
        """Among those that took place, or should have: cancelled ones left no empty chair."""
        attendus = self.tenus + self.manques
        return self.manques / attendus if attendus else None

    @property
    def attente_moyenne(self) -> float | None:
        """Days."""
        return self.attente / self.pris if self.pris else None


@dataclass(slots=True)
class Statistiques:
    """What took place from `debut` (first day of a month) to `fin` (today), local days."""

    debut: dt.date
    fin: dt.date
    ensemble: Nombres = field(default_factory=Nombres)
    services: dict[str, Nombres] = field(default_factory=dict)
    mois: dict[dt.date, Nombres] = field(default_factory=dict)


def read_statistiques(*, territoire: Territoire, mois: int, now: dt.datetime) -> Statistiques:
    """The current month and the `mois - 1` before it. Appointments to come are left out."""
    today = now.astimezone(territoire.zone).date()
    debut = _months_back(today, mois - 1)
    found = Statistiques(
        debut, today, mois={_months_back(today, n): Nombres() for n in range(mois)}
    )
    start = dt.datetime.combine(debut, dt.time(), territoire.zone)
    rows = Rdv.objects.of(territoire).filter(debut__gte=start, debut__lt=now)
    live = _counted(rows, territoire)
    kept = Cumul.objects.filter(service__territoire=territoire, mois__gte=debut).select_related(
        "service"
    )
    lines = [*live, *((c.service.nom, c.mois, _of(c)) for c in kept)]
    for service, premier, nombres in lines:
        found.ensemble.add(nombres)
        found.services.setdefault(service, Nombres()).add(nombres)
        found.mois.setdefault(premier, Nombres()).add(nombres)
    found.mois = dict(sorted(found.mois.items()))
    return found


def keep_counts(rdvs: QuerySet[Rdv], *, service: Service) -> None:
    """Add these appointments of a service, about to be forgotten, to what is kept of them.

    The caller holds the transaction in which they go.
    """
    for _, mois, nombres in _counted(rdvs, service.territoire):
        cumul, _ = Cumul.objects.get_or_create(service=service, mois=mois)
        Cumul.objects.filter(pk=cumul.pk).update(
            pris=F("pris") + nombres.pris,
            en_ligne=F("en_ligne") + nombres.en_ligne,
            tenus=F("tenus") + nombres.tenus,
            manques=F("manques") + nombres.manques,
            attente=F("attente") + round(nombres.attente),
        )


def _counted(rdvs: QuerySet[Rdv], territoire: Territoire) -> Iterable[tuple[str, dt.date, Nombres]]:
    """(service, first day of the local month, counts), in one query."""
    delay = ExpressionWrapper(F("debut") - F("cree_le"), output_field=DurationField())
    lines = (
        rdvs.order_by()
        .annotate(mois=TruncMonth("debut", tzinfo=territoire.zone))
        .values("motif__service__nom", "mois")
        .annotate(
            pris=Count("pk"),
            en_ligne=Count("pk", filter=Q(origine=Auteur.USAGER)),
            tenus=Count("pk", filter=Q(statut=Statut.HONORE)),
            manques=Count("pk", filter=Q(statut=Statut.ABSENT)),
            attente=Sum(delay),
        )
    )
    for line in lines:
        attente = max((line["attente"] or dt.timedelta()) / _JOUR, 0)
        nombres = Nombres(line["pris"], line["en_ligne"], line["tenus"], line["manques"], attente)
        yield line["motif__service__nom"], line["mois"].date(), nombres


def _of(cumul: Cumul) -> Nombres:
    return Nombres(cumul.pris, cumul.en_ligne, cumul.tenus, cumul.manques, cumul.attente)


def _months_back(day: dt.date, months: int) -> dt.date:
    """First day of the month so many months before the one of this day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)
