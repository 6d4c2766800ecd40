"""The one door of address search: what a geocoder takes, what it gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from sectorisation.models import Territoire

TypeCandidat = Literal["housenumber", "street", "locality", "municipality"]


@dataclass(frozen=True, slots=True)
class Candidat:
    """One place an address may mean. Coordinates in WGS84 degrees, score from 0 to 1."""

    label: str
    type: TypeCandidat
    score: float
    housenumber: str
    street: str
    postcode: str
    city: str
    citycode: str
    lon: float
    lat: float
    id: str

    def as_dict(self) -> dict[str, str | float]:
        """The stable JSON form of the `geocoder` command and of the API: no identifier in it."""
        return {
            "label": self.label,
            "type": self.type,
            "score": self.score,
            "housenumber": self.housenumber,
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "citycode": self.citycode,
            "lon": self.lon,
            "lat": self.lat,
        }


class Geocodeur(Protocol):
    """What every geocoder answers. None of them raises for what a person may type."""

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        """Candidates for a free text, best first; empty when nothing resembles it."""
        ...

    def complete(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        """Candidates for a text being typed, best first; from its third character on."""
        ...

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        """(lon, lat) of each known number of a street; empty when none is known."""
        ...

    def __hash__(self) -> int: ...

    def is_elsewhere(self, texte: str) -> bool:
        """True when the postcode typed belongs to none of the territoire's départements."""
        ...


def geocodeur_for(territoire: "Territoire") -> Geocodeur:
    """The geocoder chosen by PARVIS_GEOCODEUR, bound to a territoire and kept by the process."""
    from django.conf import settings

    from sectorisation.adresses.distant import distant_for
    from sectorisation.adresses.embarque import embarque_for

    embarque = embarque_for(territoire)
    choix = getattr(settings, "PARVIS_GEOCODEUR", "embarque")
    return embarque if choix == "embarque" else distant_for(territoire, repli=embarque)
