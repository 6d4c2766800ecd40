"""Démarches phares as a page shows them: at most four, what can be booked first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from booking.models import Motif, Service
from booking.services.offre import Offre, bookable_online
from home.blocs.phares import PHARES_MAX
from home.liens import journey_url, page_url
from home.models.portail import Portail
from home.telephones import readable


@dataclass(frozen=True, slots=True)
class Phare:
    """See the component `phares`. One of `url` and `numero` is set."""

    nature: str
    icone: str
    texte: str
    precision: str
    url: str = ""
    numero: str = ""


def present_phares(
    stream: Iterable[Any], *, portail: Portail, now: dt.datetime, offre: Offre | None = None
) -> list[Phare]:
    """What was closed, deleted or unpublished is left out. Three queries, none without blocks.

    `offre` is that of a service page: when it can be booked, its appointment comes first even if
    nobody thought of writing it.
    """
    entries = list(stream)
    if not entries:
        return []
    targets = _targets(entries, portail)
    online = bookable_online(
        territoire=portail.territoire, motifs=[m for ms in targets.values() for m in ms], now=now
    )
    shown = [phare for block in entries if (phare := _present(block, targets, online, portail))]
    if offre and offre.en_ligne and not any(p.nature == "rendez_vous" for p in shown):
        url = journey_url(service=offre.service)
        shown.append(_booking(_("Prendre rendez-vous"), url))
    # Stable: beyond that, the order is the editor's.
    shown.sort(key=lambda phare: phare.nature != "rendez_vous")
    return shown[:PHARES_MAX]


def _targets(entries: Iterable[Any], portail: Portail) -> dict[str, list[Motif]]:
    """The open motifs each target stands for, in one query."""
    wanted = {b.value["cible"] for b in entries if b.block_type == "rendez_vous"}
    found: dict[str, list[Motif]] = {}
    if wanted:
        rows = Motif.objects.of(portail.territoire).active().select_related("service", "territoire")
        for motif in rows.order_by("ordre", "nom"):
            for name in (f"motif:{motif.slug}", f"service:{motif.service.slug}"):
                if name in wanted:
                    found.setdefault(name, []).append(motif)
    return found


def _present(
    block: Any, targets: Mapping[str, list[Motif]], online: set[int], portail: Portail
) -> Phare | None:
    value = block.value
    if block.block_type == "rendez_vous":
        motifs = targets.get(value["cible"], [])
        return _appointment(value, motifs, online, portail) if motifs else None
    if block.block_type == "demarche":
        precision = _("Démarche en ligne")
        return Phare("demarche", "document", value["texte"], precision, url=value["adresse"])
    if block.block_type == "telephone":
        return _phone(value["texte"], value["numero"])
    url = page_url(value["page"], portail=portail)
    return Phare("information", "info", value["texte"], _("Information"), url=url) if url else None


def _appointment(
    value: Any, motifs: list[Motif], online: set[int], portail: Portail
) -> Phare | None:
    """Bookable: its journey. Otherwise the number to call, if there is one (decision 9)."""
    whole: Service = motifs[0].service
    one = motifs[0] if value["cible"].startswith("motif:") else None
    texte = value.get("texte") or (one.nom if one else whole.nom)
    if any(motif.pk in online for motif in motifs):
        return _booking(texte, journey_url(service=whole, motif=one))
    numero = whole.telephone or portail.telephone
    return _phone(texte, numero) if numero else None


def _booking(texte: str, url: str) -> Phare:
    return Phare("rendez_vous", "calendrier", texte, _("Rendez-vous en ligne"), url=url)


def _phone(texte: str, numero: str) -> Phare:
    precision = _("Par téléphone") + f"\u00a0: {readable(numero)}"
    return Phare("telephone", "telephone", texte, precision, numero=numero)
