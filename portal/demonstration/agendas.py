"""Agendas that have lived: six weeks behind, three weeks ahead, some people who did not come."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch

from booking.models import (
    Absence,
    Auteur,
    Mode,
    Motif,
    Nature,
    Occupation,
    Participation,
    PlageOuverture,
    Proche,
    Rdv,
    Statut,
    Usager,
    held_at,
)
from booking.services.liens import derive_link
from portal.demonstration.personnes import NOMS, PRENOMS, PSEUDONYMES
from portal.installation.catalogue import WEEKDAYS
from sectorisation.models import Territoire

SEMAINES_PASSEES, SEMAINES_PRISES = 6, 3
# Of a hundred past appointments: what the field sees once reminders are sent.
PASSES = (
    [Statut.HONORE] * 84 + [Statut.ABSENT] * 6 + [Statut.EXCUSE] * 7 + [Statut.ANNULE_SERVICE] * 3
)


@dataclass(slots=True)
class _Lot:
    """Rows to write together: one by one, four thousand Rdv would take most of the start."""

    usagers: list[Usager] = field(default_factory=list)
    proches: list[Proche] = field(default_factory=list)
    rdvs: list[Rdv] = field(default_factory=list)
    occupations: list[Occupation] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def link(self, rdv: Rdv) -> None:
        """What `set_link` does, among rows not written yet."""
        derive_link(rdv)
        while rdv.code_empreinte in self.codes:
            rdv.jeton_generation += 1
            derive_link(rdv)
        self.codes.add(rdv.code_empreinte)

    def write(self) -> int:
        for rows in (self.usagers, self.proches, self.rdvs, self.occupations, self.participations):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=500)
        return len(self.rdvs)


def fill_agendas(territoire: Territoire, *, now: dt.datetime, graine: int) -> int:
    """Book the past and the near future of every plage. Gives the number of Rdv written."""
    rng = random.Random(graine)  # noqa: S311 - a draw, not a secret
    today = now.astimezone(territoire.zone).date()
    plages = (
        PlageOuverture.objects.of(territoire)
        .annotate(n=Count("motifs"))
        .select_related("agent", "lieu")
        .prefetch_related(
            Prefetch("motifs", Motif.objects.with_reglages().select_related("service"))
        )
        .order_by("pk")
    )
    lot = _Lot()
    for plage in plages:
        motifs = [held_at(m, plage.lieu) for m in plage.motifs.all()]
        motifs.sort(key=lambda m: m.ordre)
        for jour in _days(plage, today):
            _fill_half_day(lot, plage, motifs, jour, today, rng, now)
    return lot.write()


def _days(plage: PlageOuverture, today: dt.date):
    wanted = set(plage.recurrence["on"])
    for offset in range(-7 * SEMAINES_PASSEES, 7 * SEMAINES_PRISES):
        jour = today + dt.timedelta(days=offset)
        if WEEKDAYS[jour.weekday()] in wanted and plage.premier_jour <= jour <= plage.jusqu_au:
            yield jour


def _taken(distance: int) -> float:
    """Share of the time already taken, by days from today."""
    if distance < 0:
        return 0.8
    return 0.7 if distance < 3 else 0.5 if distance < 10 else 0.22


def _fill_half_day(lot: _Lot, plage, motifs, jour, today, rng, now) -> None:
    zone = plage.territoire.zone
    start = dt.datetime.combine(jour, plage.heure_debut, zone)
    end = dt.datetime.combine(jour, plage.heure_fin, zone)
    while True:
        motif = rng.choices(motifs, weights=range(len(motifs) * 2, len(motifs), -1))[0]
        fin = start + dt.timedelta(minutes=motif.duree)
        if fin > end:
            return
        if rng.random() < _taken((jour - today).days):
            _book(lot, plage, motif, start.astimezone(dt.UTC), rng, now)
        start = fin


def _book(
    lot: _Lot, plage: PlageOuverture, motif: Motif, debut: dt.datetime, rng, now: dt.datetime
) -> None:
    statut = rng.choice(PASSES) if debut < now else Statut.A_VENIR
    taken = debut - dt.timedelta(hours=rng.randint(20, 500))
    rdv = Rdv(
        territoire=plage.territoire,
        motif=motif,
        organisation_id=plage.organisation_id,
        agent=plage.agent,
        lieu=plage.lieu if motif.mode == Mode.SUR_PLACE else None,
        mode=motif.mode,
        debut=debut,
        fin=debut + dt.timedelta(minutes=motif.duree),
        discret=motif.service.discret,
        statut=statut,
        origine=Auteur.USAGER if rng.random() < 0.6 else Auteur.AGENT,
        cree_le=min(taken, now - dt.timedelta(hours=1)),
    )
    if statut != Statut.A_VENIR:
        rdv.statut_le = debut
        rdv.statut_par = Auteur.USAGER if statut == Statut.EXCUSE else Auteur.AGENT
    if rdv.annule:
        rdv.annule_le = debut - dt.timedelta(hours=rng.randint(2, 60))
    if motif.demande_besoins and rng.random() < 0.1:
        rdv.besoin_interprete = rng.choice(("ukrainien", "arabe", "dari", "portugais"))
    lot.link(rdv)
    lot.rdvs.append(rdv)
    if not rdv.annule:
        lot.occupations.append(
            Occupation(agent=rdv.agent, debut=rdv.debut, fin=rdv.fin, nature=Nature.RDV, rdv=rdv)
        )
    usager, proche = _draw_person(motif, rng, debut)
    lot.usagers.append(usager)
    if proche:
        lot.proches.append(proche)
    lot.participations.append(Participation(rdv=rdv, usager=usager, proche=proche))


def _draw_person(motif: Motif, rng, debut: dt.datetime) -> tuple[Usager, Proche | None]:
    """Who comes: a pseudonym for a discreet service, a parent and a child for the PMI."""
    service = motif.service
    if service.discret:
        usager = Usager(
            territoire=motif.territoire, compartiment=service, prenom=rng.choice(PSEUDONYMES)
        )
        return usager, None
    nom, reste = rng.choice(NOMS), rng.randint(10_00, 99_99)
    usager = Usager(
        territoire=motif.territoire,
        prenom=rng.choice(PRENOMS),
        nom=nom,
        # Arcep keeps 06 39 98 for fiction.
        telephone=f"+336399{80000 + reste}"[:12],
        telephone_mobile=True,
    )
    if not motif.pour_enfant:
        return usager, None
    naissance = debut.date() - dt.timedelta(days=rng.randint(20, 365 * 5))
    return usager, Proche(usager=usager, prenom=rng.choice(PRENOMS), nom=nom, naissance=naissance)


def add_absences(territoire: Territoire, *, now: dt.datetime) -> None:
    """A weekly meeting for the first agent, a training day and a week of leave for others."""
    today = now.astimezone(territoire.zone).date()
    lundi = today - dt.timedelta(days=today.weekday())
    agents = list(territoire_agents(territoire))
    if not agents:
        return
    Absence.objects.create(
        territoire=territoire, agent=agents[0], titre="Réunion d’équipe",
        premier_jour=lundi - dt.timedelta(weeks=8), dernier_jour=lundi - dt.timedelta(weeks=8),
        heure_debut=dt.time(13, 30), heure_fin=dt.time(14, 30),
        recurrence={"every": "week", "interval": 1, "on": ["monday"]},
    )  # fmt: skip
    for rang, agent in enumerate(agents[1:6]):
        jour = lundi + dt.timedelta(days=8 + 3 * rang)
        Absence.objects.create(
            territoire=territoire, agent=agent, titre="Formation" if rang % 2 else "Congé",
            premier_jour=jour, dernier_jour=jour + dt.timedelta(days=0 if rang % 2 else 4),
            jusqu_au=jour + dt.timedelta(days=0 if rang % 2 else 4),
        )  # fmt: skip


def territoire_agents(territoire: Territoire):
    from booking.models import Agent

    return Agent.objects.of(territoire).filter(plages__isnull=False).distinct().order_by("pk")
