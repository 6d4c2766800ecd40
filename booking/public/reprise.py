"""Links written for RDV Service Public: read once, then redirected to ours.

Identifiers are the ones kept at the import (outside references); an address in the link is dropped
unread, for it has no place in a URL.
"""

from __future__ import annotations

import re
import unicodedata

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from booking.models import Lieu, Motif, Service
from booking.public.parcours import Choix

# Their words for the mode, at the end of `motif_name_with_location_type`.
MODES = {
    "public_office": "sur_place",
    "phone": "telephone",
    "home": "domicile",
    "visio": "visio",
}


@require_safe
def take_over(request: HttpRequest) -> HttpResponse:
    """As many choices as the link makes and we know; the journey asks for the rest."""
    territoire = request.territoire
    motifs = Motif.objects.of(territoire).active().select_related("service")
    motif = _by_reference(motifs, request.GET.get("motif_id", ""))
    lieu = _by_reference(Lieu.objects.of(territoire).receiving(), request.GET.get("lieu_id", ""))
    services = Service.objects.of(territoire).open()
    service = _service(services, request.GET.get("service_id", ""))
    named = request.GET.get("motif_name_with_location_type", "")
    if motif is None and named:
        motif = _by_name(motifs.filter(service=service) if service else motifs, named)
    choix = Choix(service=motif.service if motif else service, motif=motif, lieu=lieu)
    return redirect(choix.url("adresse" if motif else "motif"))


def slug_of(name: str) -> str:
    """Their rule: transliterated, lower case, "_" for every run of anything but 0-9 and a-z."""
    flat = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "'"))
    ascii_only = "".join(char for char in flat if not unicodedata.combining(char)).lower()
    return re.sub(r"[^0-9a-z]+", "_", ascii_only).strip("_")


def _by_reference(rows: QuerySet, value: str):
    if not value or len(value) > 120 or "\0" in value:
        return None
    found = list(rows.filter(id_externe=value)[:2])
    return found[0] if len(found) == 1 else None


def _service(services: QuerySet, value: str):
    """A service has no outside reference of its own: its motifs tell, or its slug."""
    if not value or len(value) > 120 or "\0" in value:
        return None
    return services.filter(slug=value).first()


def _by_name(motifs: QuerySet, value: str):
    name, _, place = value[:300].rpartition("-")
    mode = MODES.get(place)
    if mode is None:
        return None
    wanted = slug_of(name)
    found = [m for m in motifs.filter(mode=mode) if slug_of(m.nom) == wanted]
    return found[0] if len(found) == 1 else None
