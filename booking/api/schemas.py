"""Shapes of the answers. Instants are ISO 8601 with the offset of the territoire."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Generic, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict

Item = TypeVar("Item")


class Strict(Schema):
    """A body that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Erreur(Schema):
    """Every error has this one shape."""

    code: str
    message: str
    champs: dict[str, str] = {}
    demande: str = Field("", description="Identifiant de la demande, à citer au support.")


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    page: int
    pages: int
    total: int


class ServiceOut(Schema):
    uid: uuid.UUID
    nom: str
    resume: str
    public: str
    conditions: str
    gratuite: str
    pieces: list[str]
    langues: str
    telephone: str
    horaires_telephone: str


class MotifOut(Schema):
    uid: uuid.UUID
    service: uuid.UUID
    nom: str
    aide: str
    duree: int = Field(description="Minutes.")
    mode: str
    rattachement: str
    niveau: str = Field(description="Sectorisation : territoire, organisation, lieu ou agent.")
    delai_min: int = Field(description="Minutes avant le premier début proposé.")
    delai_max: int = Field(description="Minutes jusqu’au dernier début proposé.")
    pieces: list[str]
    reserver: str = Field(description="Adresse du parcours pour ce motif.")
    ailleurs: str | None = Field(
        description="Qui tient l’agenda, quand le créneau se réserve sur un autre site : "
        "aucun début n’est alors donné ici."
    )


class LieuOut(Schema):
    uid: uuid.UUID
    nom: str
    adresse: str
    lon: float | None
    lat: float | None
    telephone: str
    fauteuil: bool
    acces: str
    horaires: dict[str, list[list[str]]]


class OffreOut(Schema):
    """A motif at a site: its step, and the next start when it is open online."""

    lieu: LieuOut
    ouverture: str = Field(description="rappels, secretariat, prescripteurs ou en_ligne.")
    prochain: dt.datetime | None
    duree: int = Field(description="Minutes dans ce lieu, qui peut régler les siennes.")
    competent: bool = False
    distance_km: float | None = None


class CreneauxOut(Schema):
    lundi: dt.date
    duree: int = Field(description="Minutes dans ce lieu.")
    total: int
    jours: list[JourOut]
    prochain: dt.datetime | None = Field(description="Cherché quand la semaine est vide.")


class JourOut(Schema):
    date: dt.date
    debuts: list[dt.datetime]
    vide: str


class AdresseIn(Strict):
    """What someone typed. Posted, so that it stays out of every address and log."""

    adresse: Annotated[str, Field(min_length=1, max_length=200)]
    service: uuid.UUID
    motif: uuid.UUID | None = Field(
        None, description="Ne garde que les lieux qui servent le secteur pour ce motif."
    )


class CandidatOut(Schema):
    label: str
    type: str
    score: float
    lon: float
    lat: float


class SecteurOut(Schema):
    """Where an address leads. `action`: router, choisir, demander_numero, demander_voie, introuvable."""

    action: str
    statut: str
    secteur: str | None
    regle: str | None
    version: int | None
    candidats: list[CandidatOut]
    lieux: list[LieuOut]


CreneauxOut.model_rebuild()
