"""The public facts of a Service, a Lieu and a Motif: written once, read by pages, journey, messages, API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from booking.models import Lieu, Motif, Service

FAITS_SERVICE = (
    "resume", "public", "conditions", "gratuite", "pieces", "langues", "urgence", "telephone",
    "horaires_telephone",
)  # fmt: skip
FAITS_LIEU = (
    "telephone", "email", "horaires", "fermetures", "permanences", "acces",
    "fauteuil", "accessibilite",
)  # fmt: skip

FAITS_MOTIF = ("ailleurs_nom", "ailleurs_url")


@transaction.atomic
def write_faits_service(*, service: Service, faits: Mapping[str, Any]) -> Service:
    """`faits`: some of `FAITS_SERVICE`. Raises ValidationError on a value the model refuses,
    ValueError on a name that is not a public fact."""
    return _write(service, faits, FAITS_SERVICE)


@transaction.atomic
def write_faits_lieu(*, lieu: Lieu, faits: Mapping[str, Any]) -> Lieu:
    """`faits`: some of `FAITS_LIEU`, hours and closures in the shapes the model keeps. A closure
    hides the free starts of its days; it moves no Rdv. Raises as `write_faits_service`."""
    return _write(lieu, faits, FAITS_LIEU)


@transaction.atomic
def write_faits_motif(*, motif: Motif, faits: Mapping[str, Any]) -> Motif:
    """`faits`: some of `FAITS_MOTIF`. An address without a name, or the reverse, is refused by the
    database. Raises as `write_faits_service`."""
    return _write(motif, faits, FAITS_MOTIF)


def _write(row: Any, faits: Mapping[str, Any], allowed: tuple[str, ...]) -> Any:
    unknown = set(faits) - set(allowed)
    if unknown:
        raise ValueError(f"Pas un fait public : {', '.join(sorted(unknown))}.")
    # Read again under a lock: what another person wrote in other fields stays.
    row = type(row).objects.select_for_update().get(pk=row.pk)
    for name, value in faits.items():
        setattr(row, name, value)
    row.clean_fields(exclude=[f.name for f in row._meta.fields if f.name not in faits])
    row.save(update_fields=list(faits))
    return row
