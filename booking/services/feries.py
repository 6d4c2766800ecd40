"""Public holidays of a territoire: nobody receives on them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from holidays.countries.france import France


def feries_between(region: str, premier: dt.date, dernier: dt.date) -> dict[dt.date, str]:
    """Holidays between two local days, both included, with their French names.

    `region`: a subdivision of the `holidays` library for France ("GP", "RE", "57"…), empty for
    mainland France outside Alsace-Moselle; an unknown one counts as empty.
    """
    return {
        jour: nom
        for annee in range(premier.year, dernier.year + 1)
        for jour, nom in _of_year(region, annee).items()
        if premier <= jour <= dernier
    }


@lru_cache(maxsize=512)
def _of_year(region: str, annee: int) -> dict[dt.date, str]:
    known = (*France.subdivisions, *France.subdivisions_aliases)
    subdiv = region if region in known else None
    return dict(France(years=annee, subdiv=subdiv, language="fr"))  # type: ignore[no-untyped-call]
