"""What the home page gathers: its services with their next start, and its frequent links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from booking.models import Motif, Service
from booking.services.etat import etats_now
from home.arbre import path_under
from home.disponibilites import Releve, read_services
from home.liens import journey_url
from home.models import PageService, Portail
from home.telephones import by_phone

SANS_CRENEAU = "Tous les créneaux ouverts sont pris."


@dataclass(frozen=True, slots=True)
class ServicePresente:
    """A tile; see the component `services`."""

    titre: str
    url: str
    icone: str
    texte: str
    prochain: dt.datetime | None
    lieu: str
    absence: str
    etat: str = ""


def present_services(
    *, portail: Portail, now: dt.datetime, services: Sequence[Service] | None = None
) -> tuple[Releve, list[ServicePresente]]:
    """Every active service (or these ones) with its next start, and when that was read."""
    if services is None:
        services = list(Service.objects.of(portail.territoire).open())
    releve = read_services(portail=portail, services=services, now=now)
    urls = service_urls(portail)
    tiles = []
    # On a tile, only what touches the whole service: its page says what happens at one site.
    etats = {e.service: e for e in etats_now(territoire=portail.territoire, now=now, lieux=[])}
    for service in services:
        prochain = releve.prochains.get(service.pk)
        tiles.append(
            ServicePresente(
                titre=service.nom,
                url=urls.get(service.pk, journey_url(service=service)),
                icone=service.icone,
                texte=service.resume,
                prochain=prochain.debut if prochain else None,
                lieu=prochain.lieu.nom if prochain else "",
                absence=by_phone(service.telephone or portail.telephone) or SANS_CRENEAU,
                etat=str(etats[service.pk].titre) if service.pk in etats else "",
            )
        )
    return releve, tiles


def service_urls(portail: Portail) -> dict[int, str]:
    """Address of the published page of each service id."""
    accueil = portail.site.root_page
    pages = PageService.objects.descendant_of(accueil).live().values_list("service_id", "url_path")
    return {pk: path_under(accueil, url_path) for pk, url_path in pages if pk}


def frequent_links(stream: Iterable[Any], *, request: HttpRequest) -> list[tuple[str, str]]:
    """`(text, url)`; what was closed, deleted or unpublished since is left out."""
    territoire = request.territoire
    wanted = {block.value["cible"] for block in stream if block.block_type == "rendez_vous"}
    slugs = {
        kind: [v.partition(":")[2] for v in wanted if v.startswith(f"{kind}:")]
        for kind in ("service", "motif")
    }
    urls: dict[str, str] = {}
    if slugs["motif"]:
        motifs = Motif.objects.of(territoire).active().filter(slug__in=slugs["motif"])
        urls |= {f"motif:{m.slug}": journey_url(motif=m) for m in motifs.select_related("service")}
    if slugs["service"]:
        services = Service.objects.of(territoire).open().filter(slug__in=slugs["service"])
        urls |= {f"service:{s.slug}": journey_url(service=s) for s in services}
    links = []
    for block in stream:
        if block.block_type == "rendez_vous":
            url = urls.get(block.value["cible"])
        else:
            page = block.value["page"]
            url = page.get_url(request) if page and page.live else None
        if url and url.startswith("/"):
            links.append((block.value["texte"], url))
    return links
