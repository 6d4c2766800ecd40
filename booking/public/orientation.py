"""From what was found to a site's secteur: the questions step 2 puts to sectorisation."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from shapely.geometry import shape

from booking.models import Service
from booking.public.adresse_donnee import AdresseDonnee
from booking.services.rattachement import from_rattachement, without_secteur
from sectorisation.adresses.interface import Candidat, Geocodeur, geocodeur_for
from sectorisation.designees import AdresseDesignee, named_addresses
from sectorisation.models import Commune, Territoire
from sectorisation.routage import Decision, decide

T = TypeVar("T")

logger = logging.getLogger("parvis.parcours")

# What to ask when a place is too wide for one secteur.
DEMANDES = {"demander_numero": "numero", "demander_voie": "voie"}
# The number was given, and nobody knows it: asking for it again would lead nowhere.
NUMERO_INCONNU = "numero_inconnu"


def search(territoire: Territoire, texte: str) -> list[Candidat] | None:
    """Matches, best first; None when the geocoder itself fails (its file lost or damaged)."""
    return _ask(territoire, lambda geocodeur: geocodeur.search(texte, limit=6))


def complete(territoire: Territoire, texte: str) -> list[Candidat] | None:
    """What an address begun may become; None as above."""
    return _ask(territoire, lambda geocodeur: geocodeur.complete(texte, limit=5))


def named_bodies(territoire: Territoire, service: Service | None) -> list[AdresseDesignee]:
    """Who may receive one's mail, for the couche of a service; none without a map."""
    couche = service.couche if service else None
    if couche is None:
        return []
    return _ask(territoire, lambda geocodeur: named_addresses(couche, geocodeur)) or []


def _ask(territoire: Territoire, question: Callable[[Geocodeur], list[T]]) -> list[T] | None:
    try:
        return question(geocodeur_for(territoire))
    except (OSError, sqlite3.Error):
        # Never the text: only that it happened.
        logger.exception("geocodeur indisponible")
        return None


def decision_on(
    service: Service | None,
    territoire: Territoire,
    candidats: Sequence[Candidat],
    *,
    texte: str = "",
    chosen: bool = False,
) -> Decision | None:
    """What sectorisation says of these places; None for a service without a map."""
    if service is None or service.couche is None:
        return None
    return decide(
        candidats,
        couche=service.couche,
        geocodeur=geocodeur_for(territoire),
        texte=texte,
        chosen=chosen,
    )


def is_outside(
    decision: Decision | None, found: Sequence[Candidat], territoire: Territoire, texte: str
) -> bool:
    """A postcode from elsewhere, and nothing here that resembles the rest."""
    if decision is not None:
        return decision.action == "introuvable" and (
            decision.rattachement.statut == "hors_territoire"
        )
    return not found and geocodeur_for(territoire).is_elsewhere(texte)


def missing_from(decision: Decision | None) -> str:
    """What to ask before going on, "" when nothing is: a key of the page of the address."""
    if decision is None:
        return ""
    return NUMERO_INCONNU if decision.numero_inconnu else DEMANDES.get(decision.action, "")


def place_of(
    service: Service | None, candidat: Candidat, decision: Decision | None
) -> AdresseDonnee:
    """The chosen place as sectorisation decided; in no secteur, the person chooses the site."""
    if service is None or decision is None:
        return AdresseDonnee(candidat, without_secteur(candidat), None)
    resolue = from_rattachement(decision.rattachement, citycode=candidat.citycode)
    return AdresseDonnee(candidat, resolue, service.couche_id)


def label_of(candidat: Candidat) -> str:
    """As a person would write it; a whole commune says so."""
    if candidat.type != "municipality":
        return candidat.label
    return _("%(nom)s (commune)") % {"nom": candidat.label}


def commune_as_candidat(commune: Commune) -> Candidat:
    """A commune chosen in a list, as a place: a point inside its outline."""
    point = shape(commune.contour).representative_point()
    return Candidat(
        label=commune.nom,
        type="municipality",
        score=1.0,
        housenumber="",
        street="",
        postcode="",
        city=commune.nom,
        citycode=commune.insee,
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        id=commune.insee,
    )
