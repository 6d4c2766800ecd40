"""The catalogue of a territoire: its services and their motifs, written once for everyone.

Nothing here touches an Rdv: those already taken keep their start, length, place and mode. Closing
stops new ones only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from booking.errors import CatalogueRefuse
from booking.models import Motif, Rdv, Service, held_at
from sectorisation.models import Territoire

CHAMPS_MOTIF = frozenset({
    "nom", "nom_court", "aide", "mode",
    "duree", "delai_min", "delai_max", "deplacable", "delai_deplacement", "annulable",
    "contacts", "pour_enfant", "naissance", "demande_besoins", "restriction",
    "consigne", "pieces", "rappels",
    "niveau", "rattachement",
})  # fmt: skip
CHAMPS_SERVICE = frozenset({"nom", "nom_court", "couche", "conservation_mois"})

# First words of addresses of the référents' room: a motif so named would hide behind them.
RESERVES = frozenset({"ajouter", "services"})
_PAS = 10

T = TypeVar("T", Motif, Service)


# --- motifs ---------------------------------------------------------------------------------------


@transaction.atomic
def add_motif(*, service: Service, nom: str, duree: int, mode: str) -> Motif:
    """A motif of this service, the last of its list, at the step of the secrétariat.

    `duree` in minutes. Raises CatalogueRefuse for a name already taken in the territoire.
    """
    _one_at_a_time(service.territoire_id)
    nom, slug = _named(Motif, service.territoire_id, nom)
    motif = Motif(
        territoire_id=service.territoire_id,
        service=service,
        nom=nom,
        slug=slug,
        duree=duree,
        mode=mode,
        ordre=_after_last(Motif.objects.filter(service=service)),
    )
    motif.full_clean(validate_unique=False)
    motif.save()
    return motif


@transaction.atomic
def change_motif(*, motif: Motif, changes: Mapping[str, Any]) -> Motif:
    """Write some of `CHAMPS_MOTIF`; its address stays. Effective at once, for new Rdv.

    Raises CatalogueRefuse, with the field, for what would make no sense here or at a site that
    changes this motif for itself; ValueError on a name that is not a field of the catalogue.
    """
    fresh = _locked(motif, changes, CHAMPS_MOTIF)
    if "nom" in changes:
        fresh.nom, _ = _named(Motif, fresh.territoire_id, changes["nom"], known=fresh)
    if not fresh.contacts:
        raise CatalogueRefuse(
            "Acceptez au moins une façon de joindre la personne.", champ="contacts"
        )
    check_delais(fresh)
    return _write(fresh, changes)


def check_delais(motif: Motif) -> None:
    """Raise CatalogueRefuse where the longest delay would not come after the shortest."""
    if motif.delai_max <= motif.delai_min:
        raise CatalogueRefuse(
            "Le délai le plus long doit dépasser le plus court.", champ="delai_max"
        )
    for line in motif.reglages.select_related("organisation", "lieu"):
        held = held_at(motif, line.lieu, organisation_id=line.organisation_id)
        if held.delai_max <= held.delai_min:
            ou = line.lieu or line.organisation
            raise CatalogueRefuse(
                f"« {ou} » a ses propres délais : le plus long n’y dépasserait plus le plus court. "
                "Changez d’abord son réglage.",
                champ="delai_max",
            )


@transaction.atomic
def close_motif(*, motif: Motif) -> None:
    """No longer offered to anyone. Its Rdv stay, with their messages; agents may still move them."""
    Motif.objects.filter(pk=motif.pk).update(actif=False)


@transaction.atomic
def reopen_motif(*, motif: Motif) -> None:
    """Offered again, at the steps, plages and local lines it had."""
    Motif.objects.filter(pk=motif.pk).update(actif=True)


# --- services -------------------------------------------------------------------------------------


@transaction.atomic
def add_service(*, territoire: Territoire, nom: str, nom_court: str, discret: bool) -> Service:
    """A service without any motif yet. Raises CatalogueRefuse for a name already taken."""
    _one_at_a_time(territoire.pk)
    nom, slug = _named(Service, territoire.pk, nom)
    return Service.objects.create(
        territoire=territoire,
        nom=nom,
        slug=slug,
        nom_court=nom_court,
        discret=discret,
        ordre=_after_last(Service.objects.of(territoire)),
    )


@transaction.atomic
def change_service(*, service: Service, changes: Mapping[str, Any]) -> Service:
    """Write some of `CHAMPS_SERVICE`; raises as `change_motif`. `couche` is of the territoire."""
    fresh = _locked(service, changes, CHAMPS_SERVICE)
    if "nom" in changes:
        fresh.nom, _ = _named(Service, fresh.territoire_id, changes["nom"], known=fresh)
    if fresh.couche is not None and fresh.couche.territoire_id != fresh.territoire_id:
        raise CatalogueRefuse("Cette couche n’est pas de ce territoire.", champ="couche")
    return _write(fresh, changes)


@transaction.atomic
def set_discretion(*, service: Service, discret: bool, now: dt.datetime) -> None:
    """Put a service behind its compartment, or take it out.

    Each Rdv was taken under one rule: its file, its messages and its calendar follow it. So it is
    refused while one is to come (CatalogueRefuse); those of the past keep the rule they had.
    """
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    if fresh.discret == discret:
        return
    if nombre := upcoming_of(service=fresh, now=now):
        raise CatalogueRefuse(
            f"{nombre} rendez-vous à venir {'a' if nombre == 1 else 'ont'} été pris sous l’autre "
            "règle. Attendez qu’ils soient passés, ou ouvrez un autre service."
        )
    fresh.discret = discret
    fresh.save(update_fields=["discret"])


@transaction.atomic
def close_service(*, service: Service) -> None:
    """None of its motifs is offered any more. Its Rdv stay, with their messages."""
    Service.objects.filter(pk=service.pk).update(actif=False)


@transaction.atomic
def reopen_service(*, service: Service) -> None:
    """Offered again, with those of its motifs that are open."""
    Service.objects.filter(pk=service.pk).update(actif=True)


def upcoming_of(
    *, now: dt.datetime, motif: Motif | None = None, service: Service | None = None
) -> int:
    """How many Rdv are to come. Counted only: whoever counts may not read them."""
    rdvs = Rdv.objects.upcoming(now)
    rdvs = rdvs.filter(motif=motif) if motif else rdvs.filter(motif__service=service)
    return rdvs.count()


# --- both -----------------------------------------------------------------------------------------


@transaction.atomic
def move_in_list(*, row: Motif | Service, plus_haut: bool) -> None:
    """One place up or down: among the motifs of its service, among the services of its territoire."""
    siblings: Sequence[Any]
    if isinstance(row, Motif):
        siblings = list(Motif.objects.filter(service=row.service_id).order_by("ordre", "nom"))
    else:
        siblings = list(Service.objects.of(row.territoire_id).order_by("ordre", "nom"))
    here = next(n for n, one in enumerate(siblings) if one.pk == row.pk)
    there = here - 1 if plus_haut else here + 1
    if not 0 <= there < len(siblings):
        return
    siblings[here], siblings[there] = siblings[there], siblings[here]
    for rang, one in enumerate(siblings, start=1):
        one.ordre = rang * _PAS
    type(row)._default_manager.bulk_update(siblings, ["ordre"])


def _one_at_a_time(territoire_id: int) -> None:
    """Two référents who send the same name at once: the second must be told, not fail."""
    Territoire.objects.select_for_update().get(pk=territoire_id)


def _named(
    model: type[Motif] | type[Service], territoire_id: int, nom: str, *, known: Any = None
) -> tuple[str, str]:
    """The name, tidied, and the address it makes. Both are unique in the territoire."""
    nom = " ".join(nom.split())
    slug = slugify(nom)[:80]
    if not slug:
        raise CatalogueRefuse("Donnez un nom qui contient des lettres.", champ="nom")
    if slug in RESERVES:
        raise CatalogueRefuse("Une page porte déjà ce nom : précisez-le.", champ="nom")
    others = model._default_manager.filter(territoire=territoire_id)
    if known is not None:
        others = others.exclude(pk=known.pk)
    if others.filter(nom__iexact=nom).exists() or (
        known is None and others.filter(slug=slug).exists()
    ):
        quoi = "Un motif" if model is Motif else "Un service"
        raise CatalogueRefuse(f"{quoi} porte déjà ce nom dans le territoire.", champ="nom")
    return nom, slug


def _after_last(rows: Any) -> int:
    last = rows.order_by("-ordre").values_list("ordre", flat=True).first()
    return (last or 0) + _PAS


def _locked(row: T, changes: Mapping[str, Any], allowed: frozenset[str]) -> T:
    """The row with its changes, read again under a lock: what another wrote elsewhere stays."""
    if unknown := set(changes) - allowed:
        raise ValueError(f"Pas un champ du catalogue : {', '.join(sorted(unknown))}.")
    fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def _write(row: T, changes: Mapping[str, Any]) -> T:
    row.clean_fields(exclude=[f.name for f in row._meta.fields if f.name not in changes])
    row.save(update_fields=list(changes))
    return row
