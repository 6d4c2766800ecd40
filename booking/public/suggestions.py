"""Addresses completed while they are typed: what the combobox of step 2 asks.

POSTed, so that nothing typed enters a URL; answered by our own server, never by a third party. Each
suggestion is the sealed value that the radio of the same match would post.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from booking.champs import clean_text
from booking.freins import frein_suggestions
from booking.public.adresse_donnee import seal_candidat
from booking.public.formulaires import ADRESSE_MAX
from booking.public.orientation import complete, label_of
from booking.public.reponses import personnelle
from booking.visiteur import visiteur_of


@personnelle
@require_POST
def suggest(request: HttpRequest) -> JsonResponse:
    """Five at most; none when the geocoder fails: the form is still there to be sent."""
    visiteur_of(request)
    if wait := frein_suggestions().seconds_to_wait(request, now=timezone.now()):
        return JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": str(wait)})
    territoire = request.territoire
    texte = clean_text(request.POST.get("adresse", "")[: 2 * ADRESSE_MAX])[:ADRESSE_MAX]
    found = complete(territoire, texte) or []
    return JsonResponse(
        {
            "suggestions": [
                {"label": label_of(c), "valeur": seal_candidat(c, territoire_id=territoire.pk)}
                for c in found
            ]
        }
    )
