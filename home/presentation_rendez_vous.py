"""Next availabilities as pages show them: of a service or a motif, site by site; of a use case,
motif by motif."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from booking.models import CasUsage
from booking.services.offre import DemarcheOfferte, Offre, read_cas_usage, read_offre
from home.accueil import SANS_CRENEAU, ServicePresente
from home.blocs.cibles import Cible
from home.liens import journey_url
from home.models.portail import Portail
from home.presentation_service import present_lieu
from home.telephones import by_phone


@dataclass(frozen=True, slots=True)
class RendezVousDeCible:
    """A service or a motif, and where to book it; without `en_ligne`, where to call."""

    nom: str
    offre: Offre
    url: str
    numero: str
    horaires: str
    lieux: list[Any]


@dataclass(frozen=True, slots=True)
class RendezVousDuCas:
    """A use case: a tile a motif, and where to call when none is booked online."""

    nom: str
    en_ligne: bool
    numero: str
    horaires: str
    tuiles: list[ServicePresente]


def present_cible(cible: Cible, *, portail: Portail, now: dt.datetime) -> RendezVousDeCible:
    offre = read_offre(service=cible.service, motif=cible.motif, now=now)
    numero = cible.service.telephone or portail.telephone
    return RendezVousDeCible(
        nom=cible.nom,
        offre=offre,
        url=journey_url(service=cible.service, motif=cible.motif),
        numero=numero,
        horaires=cible.service.horaires_telephone or portail.horaires_telephone,
        lieux=[present_lieu(x, offre=offre, telephone=numero) for x in offre.lieux],
    )


def present_cas_usage(
    cas_usage: CasUsage, *, portail: Portail, now: dt.datetime
) -> RendezVousDuCas:
    """A closed one keeps the telephone of its first service, or of the portail."""
    demarches = read_cas_usage(cas_usage=cas_usage, now=now)
    joindre = next((d.motif.service for d in demarches if d.motif.service.telephone), portail)
    return RendezVousDuCas(
        nom=cas_usage.nom,
        en_ligne=any(demarche.en_ligne for demarche in demarches),
        numero=joindre.telephone,
        horaires=joindre.horaires_telephone,
        tuiles=[_tile(demarche, portail) for demarche in demarches],
    )


def _tile(demarche: DemarcheOfferte, portail: Portail) -> ServicePresente:
    motif, prochain = demarche.motif, demarche.prochain
    absence = SANS_CRENEAU
    if not demarche.en_ligne:
        absence = by_phone(motif.service.telephone or portail.telephone) or SANS_CRENEAU
    return ServicePresente(
        titre=motif.nom,
        url=journey_url(motif=motif),
        icone=motif.service.icone,
        texte=motif.aide,
        prochain=prochain.debut if prochain else None,
        lieu=prochain.lieu.nom if prochain else "",
        absence=absence,
    )
