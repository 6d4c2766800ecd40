"""Figure 4: the slot page over HTTP, beside the same page of a site where nobody receives."""

from __future__ import annotations

import itertools
from pathlib import Path

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

PAGE = "/comment-ca-se-passe/"
FICHIER = "etalon.html"
RAFALE_HTTP = 20


def write_yardstick(dossier: Path) -> None:
    """The same page as a plain file, where whitenoise finds it when the server starts."""
    dossier.mkdir(exist_ok=True)
    (dossier / FICHIER).write_bytes(Client(headers={"host": HOTE}).get(PAGE).content)


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


def kept_page(terrain: Terrain, port: int) -> list[Chiffre]:
    """A reading page kept in memory, beside a file of the same weight served by whitenoise."""
    visiteur = Visiteur(port)
    poids = len(visiteur.get(PAGE).texte.encode())
    fichier = len(visiteur.get(f"/{FICHIER}").texte.encode())
    found = interleave(
        {
            "gardee": lambda: visiteur.get(PAGE),
            "fichier": lambda: visiteur.get(f"/{FICHIER}"),
        },
        tours=60,
        rafales={"gardee": RAFALE_HTTP, "fichier": RAFALE_HTTP},
    )
    visiteur.close()
    nom = f"Page de lecture gardée ({poids / 1024:.0f} Ko), HTTP"
    etalon = (f"fichier de {fichier / 1024:.0f} Ko", found["fichier"])
    return [times(nom, found["gardee"], etalon, at_most=2)]


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
