"""Load sets S, M, L and XL: the same shape at four sizes, deterministic for a seed and a day.

Rdv, occupations, usagers and participations are poured in large batches; the rest, a few thousand
rows, goes through the ORM.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction

from booking.models import (
    Absence,
    Agent,
    Contact,
    Etape,
    Lieu,
    Mode,
    Motif,
    Nature,
    Occupation,
    Organisation,
    Participation,
    PlageOuverture,
    Rattachement,
    Rdv,
    Service,
    Statut,
    Usager,
)
from booking.services.liens import derive_link
from portal.installation.catalogue import WEEKDAYS
from portal.versement import Versement
from sectorisation.models import Territoire

LOT = 10_000
JOURS_PASSES, JOURS_A_VENIR = 91, 182
DUREE = dt.timedelta(minutes=30)
MATIN = (dt.time(9), dt.time(12))
APRES_MIDI = (dt.time(13, 30), dt.time(17))


class LigneRdv(NamedTuple):
    """What differs from one Rdv of a set to the next, under the names of the model's fields."""

    id: int
    uid: uuid.UUID
    motif: int
    organisation: int
    agent: int
    lieu: int
    debut: dt.datetime
    fin: dt.datetime
    statut: str
    cree_le: dt.datetime
    jeton_empreinte: str
    jeton_generation: int
    code_empreinte: str


@dataclass(frozen=True, slots=True)
class Taille:
    """Counts for one territoire; `territoires` of them make the set."""

    territoires: int
    agents: int
    lieux: int


TAILLES = {
    "S": Taille(1, 20, 4),
    "M": Taille(1, 200, 25),
    "L": Taille(1, 800, 60),
    "XL": Taille(13, 800, 60),
}


def load_set(
    taille: str, *, graine: int, now: dt.datetime, tell: Callable[[str], None] = print
) -> list[Territoire]:
    """Fill the territoires `jeu-…` of a size. Raises ValueError when they are there already."""
    if Territoire.objects.filter(code__startswith="jeu-").exists():
        raise ValueError("Un jeu de charge est déjà là : partez d’une base vide.")
    size = TAILLES[taille]
    territoires = []
    for rang in range(size.territoires):
        rng = random.Random(graine * 1_000 + rang)  # noqa: S311 - a draw, not a secret
        territoires.append(_fill_territoire(f"jeu-{taille.lower()}-{rang}", size, rng, now))
        tell(f"Territoire {rang + 1} sur {size.territoires}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return territoires


@transaction.atomic
def _fill_territoire(code: str, size: Taille, rng: random.Random, now: dt.datetime) -> Territoire:
    territoire = Territoire.objects.create(code=code, nom=f"Jeu {code}", fuseau="Europe/Paris")
    service = Service.objects.create(territoire=territoire, nom="Service du jeu", slug="jeu")
    motifs = [
        Motif.objects.create(
            territoire=territoire,
            service=service,
            nom=f"Motif {rang + 1}",
            duree=30,
            mode=Mode.SUR_PLACE,
            contacts=[Contact.MOBILE],
            rattachement=Rattachement.LIBRE,
            ouverture=Etape.EN_LIGNE,
        )
        for rang in range(3)
    ]
    lieux = [
        Lieu.objects.create(
            territoire=territoire,
            organisation=Organisation.objects.create(
                territoire=territoire, nom=f"Équipe {rang + 1}", telephone="+33565000000"
            ),
            nom=f"Lieu {rang + 1}",
            adresse=f"{rang + 1} rue du Jeu",
            lon=2.0 + rng.random(),
            lat=44.0 + rng.random(),
        )
        for rang in range(size.lieux)
    ]
    agents = Agent.objects.bulk_create(
        Agent(territoire=territoire, prenom="Agent", nom=f"{rang:05d}")
        for rang in range(size.agents)
    )
    sites = {agent.pk: lieux[rang % len(lieux)] for rang, agent in enumerate(agents)}
    Agent.organisations.through.objects.bulk_create(
        Agent.organisations.through(agent_id=pk, organisation_id=lieu.organisation_id)
        for pk, lieu in sites.items()
    )
    Agent.services.through.objects.bulk_create(
        Agent.services.through(agent=agent, service=service) for agent in agents
    )
    today = now.astimezone(territoire.zone).date()
    lundi = today - dt.timedelta(days=today.weekday())
    away = _leave(territoire, agents, lundi, rng)
    plages = _open_plages(territoire, sites, motifs, lundi, rng)
    _book(territoire, motifs, plages, away, today, rng, now)
    return territoire


def _leave(territoire, agents, lundi, rng) -> dict[int, tuple[dt.date, dt.date]]:
    """A week away for each agent, in the past or to come: its two ends by agent id."""
    away = {}
    for agent in agents:
        debut = lundi + dt.timedelta(days=7 * rng.randrange(-JOURS_PASSES // 7, JOURS_A_VENIR // 7))
        away[agent.pk] = debut, debut + dt.timedelta(days=6)
    Absence.objects.bulk_create(
        Absence(
            territoire=territoire,
            agent_id=pk,
            titre="Congés",
            premier_jour=debut,
            dernier_jour=fin,
            jusqu_au=fin,
        )
        for pk, (debut, fin) in away.items()
    )
    return away


def _open_plages(territoire, sites, motifs, lundi, rng) -> list[PlageOuverture]:
    """Four weekly half-days an agent, at one lieu, open since long before and without end."""
    plages = []
    for agent_id, lieu in sites.items():
        demi_journees = rng.sample([(j, h) for j in range(5) for h in (MATIN, APRES_MIDI)], 4)
        for jour, (debut, fin) in sorted(demi_journees):
            plages.append(
                PlageOuverture(
                    territoire=territoire,
                    agent_id=agent_id,
                    organisation_id=lieu.organisation_id,
                    lieu=lieu,
                    premier_jour=lundi + dt.timedelta(days=jour - 7 * 104),
                    heure_debut=debut,
                    heure_fin=fin,
                    recurrence={"every": "week", "interval": 1, "on": [WEEKDAYS[jour]]},
                )
            )
    PlageOuverture.objects.bulk_create(plages, batch_size=LOT)
    through = PlageOuverture.motifs.through
    through.objects.bulk_create(
        [through(plageouverture=plage, motif=motif) for plage in plages for motif in motifs],
        batch_size=LOT,
    )
    return plages


def _taken(distance: int) -> float:
    """Share of starts taken, by distance from today in days: full soon, empty far."""
    if distance < 0:
        return 0.5
    if distance < 7:
        return 0.95
    if distance < 21:
        return 0.8
    return 0.35 if distance < 45 else 0.1


def _starts(
    plages, away, today: dt.date, zone, rng
) -> Iterator[tuple[PlageOuverture, dt.datetime]]:
    """Every start someone took, plage by plage."""
    for plage in plages:
        parti, rentre = away[plage.agent_id]
        first = plage.premier_jour + dt.timedelta(
            days=7 * -(-(today - plage.premier_jour).days // 7) - JOURS_PASSES
        )
        for semaine in range((JOURS_PASSES + JOURS_A_VENIR) // 7):
            jour = first + dt.timedelta(days=7 * semaine)
            if parti <= jour <= rentre:
                continue
            share = _taken((jour - today).days)
            start = dt.datetime.combine(jour, plage.heure_debut, zone)
            end = dt.datetime.combine(jour, plage.heure_fin, zone)
            while start + DUREE <= end:
                if rng.random() < share:
                    yield plage, start.astimezone(dt.UTC)
                start += DUREE


def _book(territoire, motifs, plages, away, today, rng, now) -> None:
    """One Rdv a start taken, with its Occupation, and an Usager for two of them."""
    rdvs = Versement(Rdv, LigneRdv._fields, territoire=territoire)
    occupations = Versement(Occupation, ("id", "rdv", "agent", "debut", "fin"), nature=Nature.RDV)
    usagers = Versement(Usager, ("id", "uid", "nom"), territoire=territoire, prenom="Usager")
    participations = Versement(Participation, ("id", "rdv", "usager"))
    poured = (rdvs, occupations, usagers, participations)
    rdv_id, occupation_id, usager_id, participation_id = (v.next_key() for v in poured)
    rows = _rdv_rows(territoire, motifs, plages, away, today, rng, now, first=rdv_id)
    while batch := list(itertools.islice(rows, LOT)):
        count = len(batch)
        rdvs.pour(batch)
        occupations.pour(
            (occupation_id + rang, rdv.id, rdv.agent, rdv.debut, rdv.fin)
            for rang, rdv in enumerate(batch)
        )
        usagers.pour(
            (usager_id + rang, _uid(rng), f"Numéro {usager_id + rang}")
            for rang in range(-(-count // 2))
        )
        participations.pour(
            (participation_id + rang, rdv.id, usager_id + rang // 2)
            for rang, rdv in enumerate(batch)
        )
        occupation_id += count
        usager_id += -(-count // 2)
        participation_id += count
    for versement in poured:
        versement.release_keys()


def _rdv_rows(
    territoire, motifs, plages, away, today, rng, now, *, first: int
) -> Iterator[LigneRdv]:
    """One line a start taken."""
    rdv = Rdv()
    codes: set[str] = set()
    for pk, (plage, debut) in enumerate(_starts(plages, away, today, territoire.zone, rng), first):
        rdv.uid, rdv.jeton_generation = _uid(rng), 1
        derive_link(rdv)
        while rdv.code_empreinte in codes:
            rdv.jeton_generation += 1
            derive_link(rdv)
        codes.add(rdv.code_empreinte)
        statut = Statut.A_VENIR
        if debut < now:
            statut = Statut.ABSENT if rng.random() < 0.12 else Statut.HONORE
        yield LigneRdv(
            id=pk,
            uid=rdv.uid,
            motif=rng.choice(motifs).pk,
            organisation=plage.organisation_id,
            agent=plage.agent_id,
            lieu=plage.lieu_id,
            debut=debut,
            fin=debut + DUREE,
            statut=statut.value,
            cree_le=min(now, debut - dt.timedelta(days=rng.randint(1, 30))),
            jeton_empreinte=rdv.jeton_empreinte,
            jeton_generation=rdv.jeton_generation,
            code_empreinte=rdv.code_empreinte,
        )


def _uid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
