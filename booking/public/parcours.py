"""The journey's public choices: read from the query string, written back into it.

service, motif and lieu by uid (a slug is understood too); `lieu=aucun` for what is held at no site;
`ou` is a sealed address; `sans=adresse` says that one goes on without; `pour` for whom; `cle` the
form key. Nothing typed is ever here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from booking.models import Lieu, Mode, Motif, Service, held_at
from booking.public.adresse_donnee import AdresseDonnee, read_adresse
from booking.services.rattachement import follows_secteur

ETAPES = ("motif", "adresse", "lieu", "creneau", "coordonnees", "verification")
A_DISTANCE = {Mode.TELEPHONE, Mode.VISIO}
AUCUN = "aucun"
_LONGUEUR_MAX = 4096


@dataclass(frozen=True, slots=True)
class Choix:
    """What has been chosen so far; immutable, so that a link is always a changed copy."""

    service: Service | None = None
    motif: Motif | None = None
    lieu: Lieu | None = None
    sans_lieu: bool = False
    ou: str = ""
    adresse: AdresseDonnee | None = None
    sans_adresse: bool = False
    pour: str = ""
    cle: str = ""
    # The motif asked for is no longer offered: its service is kept, and the person told.
    motif_ferme: bool = False

    def query(self) -> dict[str, str]:
        values = {
            "service": "" if self.motif or not self.service else str(self.service.uid),
            "motif": str(self.motif.uid) if self.motif else "",
            "lieu": str(self.lieu.uid) if self.lieu else (AUCUN if self.sans_lieu else ""),
            "ou": self.ou,
            "sans": "adresse" if self.sans_adresse and not self.ou else "",
            "pour": self.pour,
            "cle": self.cle,
            "ferme": "motif" if self.motif_ferme and not self.motif else "",
        }
        return {name: value for name, value in values.items() if value}

    def url(self, etape: str, **extra: Any) -> str:
        """Address of a step, with every choice made; `extra` adds parameters of that step."""
        query = self.query() | {name: str(value) for name, value in extra.items() if value}
        return reverse(f"public:{etape}") + (f"?{urlencode(query)}" if query else "")

    def but(self, **changes: Any) -> Choix:
        return replace(self, **changes)

    def without_address(self) -> Choix:
        """The same choices, going on without saying where one lives."""
        return replace(self, ou="", adresse=None, sans_adresse=True)

    @property
    def a_distance(self) -> bool:
        return bool(self.motif and self.motif.mode in A_DISTANCE)

    @property
    def a_domicile(self) -> bool:
        return bool(self.motif and self.motif.mode == Mode.DOMICILE)

    @property
    def adresse_inutile(self) -> bool:
        """By phone or video, only the agent may depend on where one lives."""
        return self.a_distance and not (self.motif and self.motif.par_agent)

    @property
    def adresse_obligatoire(self) -> bool:
        """A visit at home needs one; a secteur matters when it decides or advises who receives."""
        if self.motif is None or self.adresse_inutile:
            return False
        return self.a_domicile or follows_secteur(self.motif)

    @property
    def adresse_passee(self) -> bool:
        """Has the address step been answered, one way or another?"""
        return self.adresse_inutile or self.adresse is not None or self.sans_adresse

    def missing(self, avant: str) -> str | None:
        """First step to take before `avant`, or None: steps out of order begin again there."""
        done = {
            "motif": self.motif is not None,
            "adresse": self.adresse_passee,
            "lieu": self.lieu is not None or (self.sans_lieu and self.a_distance),
        }
        for etape in ETAPES[: ETAPES.index(avant)]:
            if not done.get(etape, True):
                return etape
        if self.motif and self.motif.ailleurs and ETAPES.index(avant) > ETAPES.index("lieu"):
            # The hours are those of another agenda: the step of the site leads there.
            return "lieu"
        return None


def read_choix(request: HttpRequest) -> Choix:
    """Read the query string; what does not exist in this territoire is 404, like a closed door."""
    get = request.GET
    territoire = request.territoire
    motif = _find(
        Motif.objects.of(territoire)
        .filter(service__actif=True)
        .with_reglages()
        .select_related("service__couche"),
        get.get("motif", ""),
    )
    service = (
        motif.service
        if motif
        else _find(Service.objects.of(territoire).open(), get.get("service", ""))
    )
    for row in (motif, service):
        if row:  # Already read with the host: asked of them by many, never again of the database.
            row.territoire = territoire
    ferme = get.get("ferme") == "motif"
    if motif and not motif.actif:
        # Closed while a page showed it, or while someone was on the way.
        motif, ferme = None, True
    lieu = get.get("lieu", "")
    ou = get.get("ou", "")[:_LONGUEUR_MAX]
    adresse = read_adresse(ou, territoire_id=territoire.pk) if ou else None
    if adresse and service and not adresse.fits(service):
        adresse = None
    site = _find(
        Lieu.objects.of(territoire).receiving().select_related("organisation"),
        "" if lieu == AUCUN else lieu,
    )
    return Choix(
        service=service,
        motif=held_at(motif, site) if motif else None,
        lieu=site,
        sans_lieu=lieu == AUCUN,
        ou=ou if adresse else "",
        adresse=adresse,
        sans_adresse=get.get("sans") == "adresse",
        pour=get.get("pour", "")[:10],
        cle=get.get("cle", "")[:40],
        motif_ferme=ferme,
    )


def _find(rows: QuerySet, name: str):
    """A row by uid or slug; None when nothing was asked, Http404 when it is not here."""
    if not name:
        return None
    try:
        found = rows.filter(uid=uuid.UUID(name)).first()
    except ValueError:
        found = rows.filter(slug=name).first() if name.isascii() and "\0" not in name else None
    if found is None:
        raise Http404
    return found
