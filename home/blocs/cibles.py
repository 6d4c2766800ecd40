"""What an editor may point at: a service, a motif or a use case of the territoire of the host.

Stored as `service:slug`, `motif:slug` or `cas:slug`. Slugs are unique in a territoire and read within the one
that shows the page, so a page can never show another territoire's appointments.
"""

from __future__ import annotations

from dataclasses import dataclass

from wagtail import blocks

from booking.models import CasUsage, Motif, Service
from home.courant import territoire_courant
from sectorisation.models import Territoire

Groupe = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Cible:
    """What a page points at; `motif` is None for a whole service."""

    service: Service
    motif: Motif | None = None

    @property
    def nom(self) -> str:
        return self.motif.nom if self.motif else self.service.nom


def cible_choices() -> list[Groupe]:
    """Services, then the motifs of each, for the host being edited."""
    territoire = territoire_courant.get()
    if territoire is None:
        return []
    services = Service.objects.of(territoire).open().prefetch_related("motifs")
    whole = [(f"service:{s.slug}", s.nom) for s in services]
    groups: list[Groupe] = [("Un service entier", whole)] if whole else []
    for service in services:
        motifs = [m for m in service.motifs.all() if m.actif]
        motifs.sort(key=lambda m: (m.ordre, m.nom))
        if motifs:
            groups.append((service.nom, [(f"motif:{m.slug}", m.nom) for m in motifs]))
    return groups


def cible_or_cas_choices() -> list[Groupe]:
    """The same, use cases first."""
    territoire = territoire_courant.get()
    cas = CasUsage.objects.of(territoire) if territoire else CasUsage.objects.none()
    whole = [(f"cas:{c.slug}", c.nom) for c in cas]
    return [*([("Un cas d'usage", whole)] if whole else []), *cible_choices()]


class CibleBlock(blocks.ChoiceBlock):
    """One service or one motif; with `cas`, a use case as well."""

    def __init__(self, *, cas: bool = False, **kwargs: object) -> None:
        kwargs.setdefault("label", "Cas d'usage, service ou motif" if cas else "Service ou motif")
        kwargs["choices"] = cible_or_cas_choices if cas else cible_choices
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, object]]:
        return blocks.Block.deconstruct(self)


def find_cible(value: str, *, territoire: Territoire) -> Cible | None:
    """What a stored value names today; None when it was closed or deleted since."""
    kind, _, slug = (value or "").partition(":")
    if kind == "motif":
        motif = (
            Motif.objects.of(territoire).active().filter(slug=slug).select_related("service")
        ).first()
        return Cible(motif.service, motif) if motif else None
    service = Service.objects.of(territoire).filter(slug=slug, actif=True).first()
    return Cible(service) if service else None
