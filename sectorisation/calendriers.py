"""The clock and the holidays of a département, known by its code.

Time zones are those of the tz database; holidays, the subdivisions of the `holidays` library for
France. A territoire whose code is no département's keeps mainland France's.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendrier:
    """`fuseau` is a tz name; `jours_feries_region` empty where only national holidays count."""

    fuseau: str = "Europe/Paris"
    jours_feries_region: str = ""


_CALENDRIERS = {
    "57": Calendrier(jours_feries_region="57"),
    "67": Calendrier(jours_feries_region="6AE"),
    "68": Calendrier(jours_feries_region="6AE"),
    "971": Calendrier("America/Guadeloupe", "971"),
    "972": Calendrier("America/Martinique", "972"),
    "973": Calendrier("America/Cayenne", "973"),
    "974": Calendrier("Indian/Reunion", "974"),
    "975": Calendrier("America/Miquelon"),
    "976": Calendrier("Indian/Mayotte", "976"),
    "977": Calendrier("America/St_Barthelemy", "BL"),
    "978": Calendrier("America/Marigot", "MF"),
    "986": Calendrier("Pacific/Wallis", "WF"),
    "987": Calendrier("Pacific/Tahiti", "PF"),
    "988": Calendrier("Pacific/Noumea", "NC"),
}


def calendrier_of(code: str) -> Calendrier:
    """What a territoire of this code starts with; it may be changed afterwards."""
    return _CALENDRIERS.get(code.strip(), Calendrier())
