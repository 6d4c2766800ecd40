"""The facts of a Lieu as its page shows them: hours, closures, services with their next start."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from booking.models import Lieu, Motif
from booking.services.disponibilites import next_of_services
from booking.services.etat import EtatService, etats_now
from booking.services.feries import feries_between
from home.accueil import service_urls
from home.disponibilites import DUREE_SECONDES
from home.donnees_structurees import describe_lieu
from home.etat_lieu import JOURS_LUS, read_etat, say
from home.horaires import closures_from, summarize, table_of
from home.liens import journey_url
from home.models import Portail
from home.telephones import by_phone

FERMETURES_MONTREES = 5


@dataclass(frozen=True, slots=True)
class FaitsLieu:
    """What the template of a page of a site reads."""

    nom: str
    adresse: str
    telephone: str
    email: str
    ouvert: bool
    etat: str
    horaires: list[tuple[str, list[str]]]
    fermetures: list[tuple[dt.date, dt.date, str]]
    permanences: list[tuple[str, list[str]]]
    perturbations: list[EtatService]
    acces: str
    accessibilite: str
    fauteuil: bool
    services: list[dict[str, Any]]
    donnees: dict[str, Any]


def present_page_lieu(lieu: Lieu, *, portail: Portail, now: dt.datetime) -> FaitsLieu:
    """`now` is aware; "open now" is told on the clock of the territoire."""
    territoire = portail.territoire
    local = now.astimezone(territoire.zone)
    today = local.date()
    feries = feries_between(
        territoire.jours_feries_region, today, today + dt.timedelta(days=JOURS_LUS)
    )
    etat = read_etat(horaires=lieu.horaires, fermetures=lieu.fermetures, feries=feries, now=local)
    telephone = lieu.telephone or lieu.organisation.telephone or portail.telephone
    return FaitsLieu(
        nom=lieu.nom,
        adresse=lieu.adresse_complete,
        telephone=telephone,
        email=lieu.email,
        ouvert=etat.ouvert,
        etat=say(etat, today=today) if lieu.horaires else "",
        horaires=table_of(lieu.horaires) if any(lieu.horaires.values()) else [],
        fermetures=closures_from(lieu.fermetures, today)[:FERMETURES_MONTREES],
        permanences=[
            (str(p["nom"]), summarize(p["horaires"]))
            for p in lieu.permanences
            if isinstance(p, dict) and p.get("nom") and isinstance(p.get("horaires"), dict)
        ],
        perturbations=[
            etat
            for etat in etats_now(territoire=territoire, now=now, lieux=[lieu])
            if etat.lieu == lieu.pk
        ],
        acces=lieu.acces,
        accessibilite=lieu.accessibilite,
        fauteuil=lieu.fauteuil,
        services=services_at(lieu, portail=portail, telephone=telephone, now=now),
        donnees=describe_lieu(lieu, telephone=telephone),
    )


def services_at(
    lieu: Lieu, *, portail: Portail, telephone: str, now: dt.datetime
) -> list[dict[str, Any]]:
    """Services received at this site, with their next start there; read twice a minute at most."""
    key = f"lieu:{portail.pk}:{portail.publication}:{lieu.pk}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None or any(s["prochain"] and s["prochain"] <= now for s in found):
        found = list(_read_services(lieu, portail=portail, telephone=telephone, now=now))
        cache.set(key, found, DUREE_SECONDES)
    return found


def _read_services(lieu: Lieu, *, portail: Portail, telephone: str, now: dt.datetime) -> Any:
    urls = service_urls(portail)
    today = now.astimezone(portail.territoire.zone).date()
    motifs = list(
        Motif.objects.active()
        .offered_at(lieu, today)
        .with_reglages()
        .select_related("territoire", "service")
        .order_by("service__ordre", "service__nom")
    )
    prochains = next_of_services(motifs=motifs, lieux=[lieu], now=now)
    for service in {motif.service_id: motif.service for motif in motifs}.values():
        prochain = prochains[service.pk]
        absence = by_phone(service.telephone or telephone)
        yield {
            "titre": service.nom,
            "url": urls.get(service.pk, journey_url(service=service, lieu=lieu)),
            "icone": service.icone,
            "texte": service.resume,
            "prochain": prochain.debut if prochain else None,
            "lieu": "",
            "absence": absence or "Rendez-vous sur place.",
        }
