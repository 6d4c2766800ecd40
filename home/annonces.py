"""Announcing: one door for a disturbance of booking or an alert of the pages, and its trace.

What is touched decides: a service or a site whose welcome changes is a Perturbation; the whole
portail, a section, or a site where nothing changes is an Alerte. Every call leaves a GesteAlerte
and makes the cached pages obsolete.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from booking.errors import PerturbationInvalide
from booking.models import Lieu, Perturbation, Service
from booking.services import perturbations
from booking.services.etat import title_of
from home.alertes import place_of
from home.models import Alerte, CibleAlerte, GesteAlerte, Niveau, Portail
from home.models.alerte import Geste
from home.publication import publish_when_written

INFORMATION = "information"
# Who announced what is told for a year, then forgotten.
TRACES_GARDEES = dt.timedelta(days=365)
Annonce = Perturbation | Alerte


@dataclass(frozen=True, slots=True)
class Touche:
    """What is touched; nothing at all is the whole portail."""

    service: Service | None = None
    lieu: Lieu | None = None
    page: Page | None = None

    @property
    def nom(self) -> str:
        if self.page:
            return f"Rubrique « {self.page.title} »"
        if self.service or self.lieu:
            return ", ".join(str(x) for x in (self.service, self.lieu) if x)
        return "Tout le portail"

    def makes_alert(self, nature: str) -> bool:
        return not (self.service or self.lieu) or (nature == INFORMATION and not self.service)


@transaction.atomic
def announce(
    *,
    portail: Portail,
    touche: Touche,
    nature: str,
    texte: str,
    fin: dt.datetime,
    now: dt.datetime,
    auteur: Any,
    cle_formulaire: str,
    debut: dt.datetime | None = None,
    lien: str = "",
    prevenir: bool = False,
) -> tuple[Annonce, int]:
    """Write it once. Returns the row and how many appointments are told.

    `nature` is a Gene, a Niveau or "information"; `debut` None is now. Raises PerturbationInvalide.
    """
    debut = debut or now
    if touche.makes_alert(nature):
        row, made = _write_alert(
            portail=portail, touche=touche, niveau=nature, texte=texte, lien=lien, debut=debut,
            fin=fin, now=now, auteur=auteur, cle_formulaire=cle_formulaire,
        )  # fmt: skip
        told = 0
    else:
        row, made = perturbations.announce(
            territoire=portail.territoire, gene=nature, texte=texte, debut=debut, fin=fin, now=now,
            service=touche.service, lieu=touche.lieu, auteur=auteur, cle_formulaire=cle_formulaire,
        )  # fmt: skip
        told = perturbations.tell_booked(perturbation=row, now=now) if made and prevenir else 0
    if made:
        _leave_trace(portail, Geste.ANNONCE, row, auteur, now, prevenus=told)
    return row, told


@transaction.atomic
def change_end(
    *, portail: Portail, annonce: Annonce, fin: dt.datetime, now: dt.datetime, auteur: Any
) -> None:
    """Move the end; PerturbationInvalide when it makes no sense."""
    if isinstance(annonce, Perturbation):
        perturbations.change_end(perturbation=annonce, fin=fin, now=now)
    else:
        perturbations.check_dates(debut=annonce.debut, fin=fin, now=now)
        annonce.fin = fin
        annonce.save(update_fields=["fin"])
    _leave_trace(portail, Geste.FIN, annonce, auteur, now)


@transaction.atomic
def end_now(*, portail: Portail, annonce: Annonce, now: dt.datetime, auteur: Any) -> None:
    """Over at once, or called off before it began. Asked twice, it is done once."""
    if annonce.fin <= now:
        return
    if isinstance(annonce, Perturbation):
        perturbations.end_now(perturbation=annonce, now=now)
    else:
        annonce.debut, annonce.fin = min(annonce.debut, now), now
        annonce.save(update_fields=["debut", "fin"])
    _leave_trace(portail, Geste.TERME, annonce, auteur, now)


def name_of(annonce: Annonce) -> str:
    """What a list calls it."""
    if isinstance(annonce, Perturbation):
        return title_of(gene=annonce.gene, service=annonce.service, lieu=annonce.lieu)
    return f"{Niveau(annonce.niveau).label}, sur {place_of(annonce)}"


def _write_alert(
    *, portail: Portail, touche: Touche, niveau: str, texte: str, lien: str, cle_formulaire: str,
    debut: dt.datetime, fin: dt.datetime, now: dt.datetime, auteur: Any,
) -> tuple[Alerte, bool]:  # fmt: skip
    perturbations.check_dates(debut=debut, fin=fin, now=now)
    if niveau not in Niveau.values:
        raise PerturbationInvalide("Choisissez un niveau.", champ="nature")
    texte = " ".join(texte.split())
    if not texte or len(texte) > perturbations.TEXTE_MAX:
        raise PerturbationInvalide("Une à trois phrases, pas plus.", champ="texte")
    cible = CibleAlerte.PORTAIL
    if touche.page:
        cible = CibleAlerte.RUBRIQUE
    elif touche.lieu:
        cible = CibleAlerte.LIEU
    return Alerte.objects.get_or_create(
        territoire=portail.territoire,
        cle_formulaire=cle_formulaire,
        defaults={
            "niveau": niveau, "texte": texte, "lien": lien, "cible": cible, "page": touche.page,
            "lieu": touche.lieu, "debut": debut, "fin": fin, "auteur": auteur, "cree_le": now,
        },
    )  # fmt: skip


def _leave_trace(
    portail: Portail, geste: Geste, annonce: Annonce, auteur: Any, now: dt.datetime, *,
    prevenus: int = 0,
) -> None:  # fmt: skip
    GesteAlerte.objects.filter(territoire=portail.territoire, le__lt=now - TRACES_GARDEES).delete()
    GesteAlerte.objects.create(
        territoire=portail.territoire,
        geste=geste,
        auteur=auteur if auteur and auteur.is_authenticated else None,
        le=now,
        objet=name_of(annonce)[:300],
        prevenus=prevenus,
    )
    publish_when_written(portail)
