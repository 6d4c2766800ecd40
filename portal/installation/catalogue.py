"""Services, motifs, sites and people written from descriptions. Idempotent: a name met again is
kept as it stands, since a référent may have changed it meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils.text import slugify

from booking.cas_usage.bibliotheque import read_modele
from booking.models import Agent, EtatCas, Lieu, Motif, Organisation, PlageOuverture, Service
from booking.services.cas_usage import create_cas_usage, open_cas_usage
from sectorisation.models import Couche, Territoire

# Weekday (Monday 0) -> wall-clock openings, as a Lieu keeps them.
SEMAINE = {str(j): [["08:30", "12:30"], ["13:30", "17:30"]] for j in range(5)}
SEMAINE_ET_SAMEDI = {**SEMAINE, "5": [["09:00", "12:00"]]}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def create_services(
    territoire: Territoire,
    modeles: Iterable[str],
    *,
    couches: Mapping[str, Couche],
    telephones: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> dict[str, Service]:
    """The use cases of these ready-made descriptions, open; their services by slug.

    `couches` and `telephones` (number, hours) are given by service slug.
    """
    for code in modeles:
        made = create_cas_usage(territoire=territoire, cas=read_modele(code), modele=code)
        if made.cas_usage.etat == EtatCas.PREPARATION:
            open_cas_usage(cas_usage=made.cas_usage)
    services = {s.slug: s for s in Service.objects.of(territoire)}
    for slug, service in services.items():
        if service.couche_id is None:
            service.couche = couches.get(slug)
        if not service.telephone:
            service.telephone, service.horaires_telephone = telephones.get(slug, ("", ""))
        service.save(update_fields=["couche", "telephone", "horaires_telephone"])
    return services


def create_organisation(territoire: Territoire, nom: str, *, telephone: str = "") -> Organisation:
    return Organisation.objects.get_or_create(
        territoire=territoire,
        nom=nom,
        defaults={
            "telephone": telephone,
            "horaires_telephone": "Du lundi au vendredi, de 8 h 30 à 17 h 30" if telephone else "",
        },
    )[0]


def create_lieu(organisation: Organisation, nom: str, **champs: Any) -> Lieu:
    return Lieu.objects.get_or_create(
        territoire=organisation.territoire,
        slug=slugify(nom)[:80],
        defaults={"organisation": organisation, "nom": nom, **champs},
    )[0]


def create_agent(
    organisation: Organisation, prenom: str, nom: str, *, services: Sequence[Service], **champs: Any
) -> Agent:
    agent, created = Agent.objects.get_or_create(
        territoire=organisation.territoire, prenom=prenom, nom=nom, defaults=champs
    )
    if created:
        agent.organisations.set([organisation])
        agent.services.set(services)
    return agent


def open_week(
    agent: Agent,
    lieu: Lieu,
    motifs: Sequence[Motif],
    semaine: Mapping[int, Sequence[tuple[dt.time, dt.time]]],
    *,
    du: dt.date,
    au: dt.date,
) -> list[PlageOuverture]:
    """Weekly plages of an agent: weekday (Monday 0) -> wall-clock openings, from `du` to `au`.

    Openings at the same hours share one plage, as an agent would have entered them.
    """
    jours_par_heures: dict[tuple[dt.time, dt.time], list[int]] = {}
    for jour, heures in semaine.items():
        for trait in heures:
            jours_par_heures.setdefault(trait, []).append(jour)
    plages = []
    for (debut, fin), jours in sorted(jours_par_heures.items()):
        premier = min(du + dt.timedelta((jour - du.weekday()) % 7) for jour in jours)
        plage = PlageOuverture.objects.create(
            territoire=agent.territoire,
            agent=agent,
            organisation=lieu.organisation,
            lieu=lieu,
            premier_jour=premier,
            heure_debut=debut,
            heure_fin=fin,
            recurrence={
                "every": "week",
                "interval": 1,
                "on": [WEEKDAYS[j] for j in sorted(jours)],
                "until": au.isoformat(),
            },
            jusqu_au=au,
        )
        plage.motifs.set(motifs)
        plages.append(plage)
    return plages
