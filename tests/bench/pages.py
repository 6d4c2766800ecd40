"""Figure 4: the slot page over HTTP, beside the same page of a site where nobody receives."""

from __future__ import annotations

import itertools

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.models import Agent, Lieu
from booking.services.semaine import week
from portal.models import User
from tests.bench.mesures import (
    RAFALE,
    Chiffre,
    count_queries,
    counted,
    interleave,
    select_1,
    times,
)
from tests.bench.serveur import SONDE, Visiteur
from tests.bench.terrain import HOTE, Terrain


def slot_url(terrain: Terrain, lieu: Lieu) -> str:
    choix = f"motif={terrain.motif.uid}&lieu={lieu.uid}&sans=adresse"
    return f"{reverse('public:creneau')}?{choix}&semaine={terrain.semaine_pleine}"


def week_grid(terrain: Terrain) -> list[Chiffre]:
    """The computation behind the slot page, without the page."""
    lieux = itertools.cycle(terrain.lieux)
    motif, now = terrain.motif, terrain.now
    found = interleave(
        {
            "grille": lambda: week(
                motif=motif, lieu=next(lieux), lundi=terrain.semaine_pleine, now=now
            ),
            "select": select_1,
        },
        tours=40,
        rafales={"select": RAFALE},
    )
    return [times("Grille d’une semaine, 1 lieu", found["grille"], ("SELECT 1", found["select"]))]


def slot_page(terrain: Terrain, port: int) -> list[Chiffre]:
    visiteur, lieux = Visiteur(port), itertools.cycle(terrain.lieux)
    found = interleave(
        {
            "pleine": lambda: visiteur.get(slot_url(terrain, next(lieux))),
            "vide": lambda: visiteur.get(slot_url(terrain, terrain.vide)),
            "nue": lambda: visiteur.get(SONDE),
        },
        tours=60,
    )
    visiteur.close()
    client = Client(headers={"host": HOTE})
    url = slot_url(terrain, terrain.lieux[0])
    client.get(url)
    queries = count_queries(lambda: client.get(url))
    return [
        times(
            "Page des créneaux, HTTP", found["pleine"], ("sans créneau", found["vide"]), at_most=3
        ),
        counted("… requêtes", queries, at_most=12),
        times("… à côté d’une vue nue", found["pleine"], ("vue nue", found["nue"])),
    ]


def agent_week(terrain: Terrain, port: int) -> list[Chiffre]:
    """The week of an agent, signed in, over HTTP."""
    agent = Agent.objects.of(terrain.territoire).earliest("pk")
    agent.user, _ = User.objects.get_or_create(email="banc@parvis.example")
    agent.save(update_fields=["user"])
    client = Client(headers={"host": HOTE})
    client.force_login(agent.user, settings.AUTHENTICATION_BACKENDS[0])
    session = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    visiteur, url = Visiteur(port, session), reverse("agents:agenda")
    today = timezone.localdate().isoformat()
    found = interleave(
        {
            "semaine": lambda: visiteur.get(f"{url}?date={today}"),
            "nue": lambda: visiteur.get(SONDE),
        },
        tours=40,
    )
    visiteur.close()
    return [times("Semaine d’un agent, HTTP", found["semaine"], ("vue nue", found["nue"]))]
