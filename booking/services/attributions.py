"""Who serves a secteur. Usagers follow it at once: only rules wait for a publication."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from booking.errors import AttributionRefusee
from booking.models import Agent, Attribution, Lieu, Organisation
from sectorisation.models import Couche, Secteur

Cible: TypeAlias = Organisation | Lieu | Agent

_COLONNES = {Organisation: "organisation", Lieu: "lieu", Agent: "agent"}


@transaction.atomic
def attribute_secteur(*, secteur: Secteur, cible: Cible) -> Attribution:
    """An organisation, a site or an agent serves this secteur from now on.

    Raises AttributionRefusee for one that already does, or that is of another territoire.
    """
    if cible.territoire_id != secteur.territoire_id:
        raise AttributionRefusee("Cette personne ou ce lieu n’est pas de ce territoire.")
    # Two référents at once would otherwise give it twice: no constraint holds over three columns.
    Secteur.objects.select_for_update(of=("self",)).get(pk=secteur.pk)
    colonnes: dict[str, Any] = {_COLONNES[type(cible)]: cible}
    attribution, neuve = Attribution.objects.get_or_create(secteur=secteur, **colonnes)
    if not neuve:
        raise AttributionRefusee("Ce secteur lui est déjà attribué.")
    return attribution


@transaction.atomic
def withdraw_attribution(*, attribution: Attribution) -> None:
    """It no longer serves the secteur. Rdv already taken keep their site."""
    attribution.delete()


def attributions_of(couche: Couche) -> QuerySet[Attribution]:
    """Who serves each secteur of a couche: organisations, then sites, then agents, by name."""
    return (
        Attribution.objects.filter(secteur__couche=couche)
        .select_related("organisation", "lieu", "agent")
        .order_by("organisation__nom", "lieu__nom", "agent__nom", "agent__prenom", "pk")
    )
