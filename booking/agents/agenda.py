"""The days of a diary: what is booked, when it is open, when its agent is away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from booking import moteur, perms
from booking.models import Absence, Agent, PlageOuverture, Rdv
from booking.services.regles import indisponibilite_of, plage_of

UN_JOUR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ouverte:
    """An occurrence of a plage: local times of that day."""

    debut: dt.datetime
    fin: dt.datetime
    lieu: str


@dataclass(frozen=True, slots=True)
class Retrait:
    """The part of an absence that falls on one day."""

    debut: dt.datetime
    fin: dt.datetime
    titre: str


@dataclass(slots=True)
class Jour:
    """One local day of a diary; Rdv by start, cancelled ones included."""

    date: dt.date
    rdvs: list[Rdv] = field(default_factory=list)
    ouvertes: list[Ouverte] = field(default_factory=list)
    retraits: list[Retrait] = field(default_factory=list)

    @property
    def vide(self) -> bool:
        return not (self.rdvs or self.ouvertes)

    @property
    def nombre(self) -> int:
        """Rdv that stand."""
        return sum(not rdv.annule for rdv in self.rdvs)

    @property
    def lieu(self) -> str:
        """Where one is that day: the sites of its openings, in order."""
        return ", ".join(dict.fromkeys(o.lieu for o in self.ouvertes if o.lieu))


def load_jours(*, agent: Agent, lecteur: Agent, premier: dt.date, dernier: dt.date) -> list[Jour]:
    """The days from `premier` to `dernier` of `agent`, as `lecteur` may see them. Four queries."""
    zone = agent.territoire.zone
    days = {
        day: Jour(day)
        for day in (premier + UN_JOUR * i for i in range((dernier - premier).days + 1))
    }
    span = moteur.jours_entiers(premier, dernier, zone)
    rdvs = perms.visible_rdvs(lecteur).for_agent(agent).between(span.debut, span.fin)
    for rdv in rdvs.with_people().order_by("debut", "pk"):
        day = days.get(rdv.debut.astimezone(zone).date())
        if day:
            day.rdvs.append(rdv)
    plages = (
        perms.visible_plages(lecteur).filter(agent=agent).touching(premier, dernier)
    ).select_related("lieu")
    _spread_plages(days, plages, premier, dernier, zone)
    absences = perms.visible_absences(lecteur).filter(agent=agent).touching(premier, dernier)
    _spread_absences(days, absences, premier, dernier, zone)
    return list(days.values())


def _spread_plages(days, plages, premier: dt.date, dernier: dt.date, zone: ZoneInfo) -> None:
    row: PlageOuverture
    for row in plages:
        for o in plage_of(row).occurrences(premier, dernier):
            # An exception may send one day elsewhere: then only its own id is known here.
            lieu = row.lieu.nom if row.lieu and o.lieu == row.lieu_id else ""
            days[o.jour].ouvertes.append(
                Ouverte(_at(o.jour, o.debut, zone), _at(o.jour, o.fin, zone), lieu)
            )
    for day in days.values():
        day.ouvertes.sort(key=lambda o: o.debut)


def _spread_absences(days, absences, premier: dt.date, dernier: dt.date, zone: ZoneInfo) -> None:
    clock = moteur.Horloge(zone)
    pieces: dict[dt.date, list[Retrait]] = defaultdict(list)
    row: Absence
    for row in absences:
        for start, end in indisponibilite_of(row).traits(premier, dernier, clock):
            debut, fin = (dt.datetime.fromtimestamp(s, zone) for s in (start, end))
            day = max(debut.date(), premier)
            while day <= min(fin.date(), dernier):
                first = max(debut, _at(day, dt.time(), zone))
                last = min(fin, _at(day + UN_JOUR, dt.time(), zone))
                if first < last:
                    pieces[day].append(Retrait(first, last, row.titre or "Absence"))
                day += UN_JOUR
    for day, found in pieces.items():
        days[day].retraits = sorted(found, key=lambda r: r.debut)


def _at(jour: dt.date, heure: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(jour, heure, zone)
