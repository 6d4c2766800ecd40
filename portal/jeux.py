"""Load sets S, M, L and XL: the same shape at four sizes, deterministic for a seed and a day.

Rows go in by large batches, through the ORM, so that one code fills both databases.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from booking.models import (
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
from sectorisation.models import Territoire

LOT = 2_000
JOURS_PASSES, JOURS_A_VENIR = 91, 182
DUREE = dt.timedelta(minutes=30)
MATIN = (dt.time(9), dt.time(12))
APRES_MIDI = (dt.time(13, 30), dt.time(17))


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
    organisation = Organisation.objects.create(territoire=territoire, nom="Organisation du jeu")
    lieux = [
        Lieu.objects.create(
            territoire=territoire,
            organisation=organisation,
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
    Agent.organisations.through.objects.bulk_create(
        Agent.organisations.through(agent=agent, organisation=organisation) for agent in agents
    )
    Agent.services.through.objects.bulk_create(
        Agent.services.through(agent=agent, service=service) for agent in agents
    )
    today = now.astimezone(territoire.zone).date()
    lundi = today - dt.timedelta(days=today.weekday())
    plages = _open_plages(territoire, organisation, agents, lieux, motifs, lundi, rng)
    _book(territoire, organisation, motifs, plages, today, rng, now)
    return territoire


def _open_plages(territoire, organisation, agents, lieux, motifs, lundi, rng):
    """Four weekly half-days an agent, at one lieu, open since long before and without end."""
    plages = []
    for rang, agent in enumerate(agents):
        demi_journees = rng.sample([(j, h) for j in range(5) for h in (MATIN, APRES_MIDI)], 4)
        for jour, (debut, fin) in sorted(demi_journees):
            plages.append(
                PlageOuverture(
                    territoire=territoire,
                    agent=agent,
                    organisation=organisation,
                    lieu=lieux[rang % len(lieux)],
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


def _starts(plages, today: dt.date, zone, rng) -> Iterator[tuple[PlageOuverture, dt.datetime]]:
    """Every start someone took, plage by plage."""
    for plage in plages:
        first = plage.premier_jour + dt.timedelta(
            days=7 * -(-(today - plage.premier_jour).days // 7) - JOURS_PASSES
        )
        for semaine in range((JOURS_PASSES + JOURS_A_VENIR) // 7):
            jour = first + dt.timedelta(days=7 * semaine)
            share = _taken((jour - today).days)
            start = dt.datetime.combine(jour, plage.heure_debut, zone)
            end = dt.datetime.combine(jour, plage.heure_fin, zone)
            while start + DUREE <= end:
                if rng.random() < share:
                    yield plage, start.astimezone(dt.UTC)
                start += DUREE


def _book(territoire, organisation, motifs, plages, today, rng, now) -> None:
    """One Rdv a start taken, with its Occupation, and an Usager for two of them."""
    batch: list[Rdv] = []
    codes: set[str] = set()
    for plage, debut in _starts(plages, today, territoire.zone, rng):
        past = debut < now
        rdv = Rdv(
            uid=uuid.UUID(int=rng.getrandbits(128), version=4),
            territoire=territoire,
            organisation=organisation,
            motif=rng.choice(motifs),
            agent_id=plage.agent_id,
            lieu_id=plage.lieu_id,
            debut=debut,
            fin=debut + DUREE,
            statut=(Statut.ABSENT if rng.random() < 0.12 else Statut.HONORE)
            if past
            else Statut.A_VENIR,
            cree_le=debut - dt.timedelta(days=rng.randint(1, 30)),
        )
        derive_link(rdv)
        while rdv.code_empreinte in codes:
            rdv.jeton_generation += 1
            derive_link(rdv)
        codes.add(rdv.code_empreinte)
        batch.append(rdv)
        if len(batch) == LOT:
            _write(territoire, batch)
            batch = []
    _write(territoire, batch)


def _write(territoire: Territoire, batch: list[Rdv]) -> None:
    Rdv.objects.bulk_create(batch)
    Occupation.objects.bulk_create(
        Occupation(agent_id=r.agent_id, debut=r.debut, fin=r.fin, nature=Nature.RDV, rdv=r)
        for r in batch
    )
    usagers = Usager.objects.bulk_create(
        Usager(territoire=territoire, prenom="Usager", nom=f"Numéro {r.pk}") for r in batch[::2]
    )
    Participation.objects.bulk_create(
        Participation(rdv=r, usager=usagers[rang // 2]) for rang, r in enumerate(batch)
    )
