"""What sites of the demonstration change of a motif: one lasts longer, one opens at a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from booking.models import Etape, Lieu, Motif
from booking.services.etapes import set_etape
from booking.services.reglages import set_reglage
from sectorisation.models import Territoire

LIEU = "Pôle enfance de Brissoles"
OUVERTURE_DANS = dt.timedelta(days=30)


def vary_by_site(territoire: Territoire, *, lieux: Mapping[str, Lieu], now: dt.datetime) -> None:
    """Only where this site and these motifs are: elsewhere every site holds motifs alike."""
    lieu = lieux.get(LIEU)
    motifs = {m.slug: m for m in Motif.objects.of(territoire)}
    if lieu is None or not {"pesee", "bilan-4-ans"} <= motifs.keys():
        return
    set_reglage(
        motif=motifs["pesee"],
        cible=lieu,
        valeurs={"duree": 30, "consigne": "Sonnez à la porte verte, côté jardin."},
    )
    today = now.astimezone(territoire.zone).date()
    set_etape(
        motif=motifs["bilan-4-ans"],
        cible=lieu.organisation,
        etape=Etape.SECRETARIAT,
        prochaine=Etape.EN_LIGNE,
        a_partir_du=today + OUVERTURE_DANS,
        today=today,
    )
