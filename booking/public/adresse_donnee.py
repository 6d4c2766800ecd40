"""The address an usager gave, as it travels: sealed in `ou=`, never in clear."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from booking.models import Service
from booking.public.scelles import seal, unseal
from booking.services.rattachement import AdresseResolue
from sectorisation.adresses.interface import Candidat

_OU = "ou"
_CANDIDAT = "candidat"


@dataclass(frozen=True, slots=True)
class AdresseDonnee:
    """`candidat` is what was chosen; `resolue` where it leads on the couche of one service."""

    candidat: Candidat
    resolue: AdresseResolue
    couche_id: int | None

    @property
    def libelle(self) -> str:
        """What the usager recognises: "8 rue des Prés, Orval"."""
        place = self.candidat
        if place.type == "municipality":
            return place.city or place.label
        if not place.street:
            return place.label
        street = " ".join(part for part in (place.housenumber, place.street) if part)
        return ", ".join(part for part in (street, place.city) if part)

    def fits(self, service: Service) -> bool:
        """Was it resolved on the map this service uses? Another motif may use another one."""
        return self.couche_id == service.couche_id


def seal_adresse(adresse: AdresseDonnee, *, territoire_id: int) -> str:
    return seal(
        _OU,
        {
            "t": territoire_id,
            "k": adresse.couche_id,
            "c": asdict(adresse.candidat),
            "r": asdict(adresse.resolue),
        },
    )


def read_adresse(token: str, *, territoire_id: int) -> AdresseDonnee | None:
    """None when the reference is unknown here or over: the address is asked again."""
    content = unseal(_OU, token)
    if content is None or content.get("t") != territoire_id:
        return None
    try:
        return AdresseDonnee(
            Candidat(**content["c"]),
            AdresseResolue(**_known(AdresseResolue, content["r"])),
            content["k"],
        )
    except (KeyError, TypeError):  # sealed by another release of Parvis
        return None


def seal_candidat(candidat: Candidat, *, territoire_id: int) -> str:
    """The value of one radio: what was found, unchanged by the browser."""
    return seal(_CANDIDAT, {"t": territoire_id, "c": asdict(candidat)})


def read_candidat(token: str, *, territoire_id: int) -> Candidat | None:
    content = unseal(_CANDIDAT, token)
    if content is None or content.get("t") != territoire_id:
        return None
    try:
        return Candidat(**content["c"])
    except (KeyError, TypeError):
        return None


def _known(cls: type, values: dict) -> dict:
    names = {field.name for field in fields(cls)}
    return {name: value for name, value in values.items() if name in names}
