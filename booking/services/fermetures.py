"""Days on which a site is closed: whatever its plages say, it offers nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from booking import moteur
from booking.models import Lieu


def closed_days(lieu: Lieu, premier: dt.date, dernier: dt.date) -> dict[dt.date, str]:
    """Local days of a site's closures between two days, both included, with the reason given.

    A line that cannot be read closes nothing: the forms refuse it, an import might not.
    """
    closed: dict[dt.date, str] = {}
    for ligne in lieu.fermetures or ():
        try:
            debut = max(dt.date.fromisoformat(ligne["debut"]), premier)
            fin = min(dt.date.fromisoformat(ligne.get("fin") or ligne["debut"]), dernier)
            raison = str(ligne.get("raison") or "")
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        for rang in range((fin - debut).days + 1):
            closed[debut + dt.timedelta(days=rang)] = raison
    return closed


def without_closed_days(
    plage: moteur.Plage, closed: Mapping[int | None, Collection[dt.date]]
) -> moteur.Plage:
    """The same plage without its occurrences at a site on a day when that site is closed.

    An exception may send an occurrence to another day or another site: it follows the closures of
    the site it is sent to.
    """
    here = closed.get(plage.lieu, ())
    if not here and not (plage.exceptions and closed):
        return plage
    exceptions = tuple(
        replace(e, annulee=True)
        if (e.nouveau_jour or e.jour) in closed.get(e.lieu or plage.lieu, ())
        else e
        for e in plage.exceptions
    )
    named = {e.jour for e in plage.exceptions}
    return replace(plage, exceptions=exceptions, exclues=frozenset(set(here) - named))
