"""The facts of a Service as its page shows them: entered once in booking, laid out here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from booking.models import Service
from booking.services.offre import LieuOffert, Offre
from home.horaires import summarize
from home.liens import journey_url
from home.models import PageRubrique, PageService, Portail

_URGENCE = re.compile(r"^\s*(\d[\d ]{1,4})\s*[:,\-–]\s*(.+)$")
# The number itself stands beside, as a link.
APPELER = "Rendez-vous par téléphone."
VENIR = "Rendez-vous sur place."
SANS_CRENEAU = "Tous les créneaux ouverts sont pris. De nouveaux s’ouvrent chaque semaine."


@dataclass(frozen=True, slots=True)
class FaitsService:
    """What the template of a service page reads; see docs/composants.md for each piece."""

    public: list[str]
    conditions: list[str]
    prestations: list[dict[str, Any]]
    pieces: list[str]
    langues: str
    fauteuil: bool
    urgence: list[tuple[str, str]]
    consignes_urgence: list[str]
    gratuite: list[str]
    telephone: str
    horaires_telephone: str
    email: str
    url: str
    lieux: list[dict[str, Any]]
    autres_motifs: list[str]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a service; the hours are those of this very number."""

    telephone: str
    horaires: str
    email: str


def contact_of(page: PageService, *, service: Service, portail: Portail) -> Contact:
    """The service's own, else its rubrique's, else the portail's."""
    above = [parent.pk for parent in page.above()]
    rubrique = (
        PageRubrique.objects.filter(pk__in=above).order_by("-depth").first() if above else None
    )
    email = (rubrique.email if rubrique else "") or portail.email
    for holder in (service, rubrique, portail):
        if holder and holder.telephone:
            return Contact(holder.telephone, holder.horaires_telephone, email)
    return Contact("", service.horaires_telephone, email)


def present_service(
    service: Service, *, offre: Offre, portail: Portail, contact: Contact
) -> FaitsService:
    telephone = contact.telephone
    urgence, consignes = _split_urgence(service.urgence)
    return FaitsService(
        public=_lines(service.public),
        conditions=_lines(service.conditions),
        prestations=_prestations(service, offre),
        pieces=[str(piece) for piece in service.pieces],
        langues=service.langues,
        fauteuil=bool(offre.lieux) and all(x.lieu.fauteuil for x in offre.lieux),
        urgence=urgence,
        consignes_urgence=consignes,
        gratuite=_sentences(service.gratuite),
        telephone=telephone,
        horaires_telephone=contact.horaires,
        email=contact.email,
        url=journey_url(service=service) if offre.en_ligne else "",
        lieux=[present_lieu(x, offre=offre, telephone=telephone) for x in offre.lieux],
        autres_motifs=[m.motif.nom for m in offre.motifs if not m.en_ligne],
    )


def present_lieu(offert: LieuOffert, *, offre: Offre, telephone: str) -> dict[str, Any]:
    """A site as the component `lieux` draws it: its next start, or how to reach it."""
    lieu = offert.lieu
    numero = lieu.telephone or lieu.organisation.telephone or telephone
    infos = [("horloge", text) for text in summarize(lieu.horaires)]
    if lieu.fauteuil:
        infos.append(("fauteuil", "Accès en fauteuil roulant"))
    motif = offre.motifs[0].motif if len(offre.motifs) == 1 else None
    return {
        "nom": lieu.nom,
        "adresse": lieu.adresse_complete,
        "prochain": offert.prochain.debut if offert.prochain else None,
        "absence": _no_start(offert, numero),
        "sans": "Réservé sur un autre site" if offert.ailleurs else "",
        "infos": infos,
        "telephone": numero,
        "url": (
            journey_url(service=offre.service, motif=motif, lieu=lieu) if offert.prochain else ""
        ),
    }


def _no_start(offert: LieuOffert, numero: str) -> str:
    if offert.ailleurs:
        return f"Celui de {offert.ailleurs}."
    if offert.en_ligne:
        return SANS_CRENEAU
    return APPELER if numero else VENIR


def _prestations(service: Service, offre: Offre) -> list[dict[str, Any]]:
    """What the service says it does; otherwise its motifs, those bookable online with a link."""
    written = [p for p in service.prestations if isinstance(p, dict) and p.get("nom")]
    if written:
        return [
            {"nom": p["nom"], "texte": p.get("texte", ""), "duree": p.get("duree"), "url": ""}
            for p in written
        ]
    return [
        {
            "nom": m.motif.nom,
            "texte": m.motif.aide,
            "duree": m.duree,
            "url": journey_url(motif=m.motif) if m.en_ligne else "",
        }
        for m in offre.motifs
    ]


def _lines(text: str) -> list[str]:
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]


def _sentences(text: str) -> list[str]:
    """ "Gratuit pour tous. Sans carte Vitale." becomes two short promises."""
    return [part.strip(" .;") for part in re.split(r"(?<=[.;])\s+|\n", text) if part.strip(" .;")]


def _split_urgence(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Lines "15 : Samu, jour et nuit" are numbers to call; the rest stays sentences."""
    numbers, sentences = [], []
    for line in _lines(text):
        found = _URGENCE.match(line)
        if found:
            numbers.append((found[1].strip(), found[2].strip()))
        else:
            sentences.append(line)
    return numbers, sentences
