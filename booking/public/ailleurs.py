"""Outside: whose portal to point to for an address, and the way out to another agenda."""

from __future__ import annotations

import re
import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.freins import DEPARTS
from booking.models import Motif
from booking.services.ailleurs import count_departure, leads_elsewhere
from sectorisation.models import Commune, Territoire


def departement_of(code: str) -> str:
    """ "12" for 12000, "971" for 97110; Corsican postcodes keep "20"."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def portail_of_citycode(citycode: str, *, ici: Territoire) -> Territoire | None:
    """The other territoire that holds this commune."""
    if not citycode:
        return None
    commune = (
        Commune.objects.without_contour()
        .filter(insee=citycode)
        .exclude(territoire=ici)
        .exclude(territoire__url_publique="")
        .select_related("territoire")
        .first()
    )
    return commune.territoire if commune else portail_of_departement(citycode, ici=ici)


def portail_of_text(texte: str, *, ici: Territoire) -> Territoire | None:
    """The same from the postcode somebody typed."""
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", texte)
    return portail_of_departement(codes[-1], ici=ici) if codes else None


def portail_of_departement(code: str, *, ici: Territoire) -> Territoire | None:
    """The territoire named after the département of this postcode or INSEE code."""
    return (
        Territoire.objects.filter(code=departement_of(code).lower())
        .exclude(pk=ici.pk)
        .exclude(url_publique="")
        .first()
    )


@require_safe
def leave(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """To the address kept on the motif and to no other, counted without a cookie.

    The count is the only thing a GET changes here: a link must do for people without script. Too
    many from one place still go, uncounted.
    """
    now = timezone.now()
    rows = Motif.objects.of(request.territoire).active().select_related("territoire", "service")
    motif = rows.filter(uid=uid).first()
    if motif is None or not leads_elsewhere(motif=motif, now=now):
        raise Http404
    if request.method == "GET" and not DEPARTS.seconds_to_wait(request, now=now):
        count_departure(motif=motif, now=now)
    response = HttpResponseRedirect(motif.ailleurs_url)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
