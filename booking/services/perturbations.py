"""Disturbances: announce one, change its end, end it now, tell people already booked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from booking.errors import PerturbationInvalide
from booking.models import Gene, Lieu, Mode, Perturbation, Rdv, Service
from booking.models.rdv import RdvQuerySet
from booking.notifications.outbox import plan_disturbance
from sectorisation.models import Territoire

TEXTE_MAX = 300
DUREE_MAX = dt.timedelta(days=366)

FIN_PASSEE = "Cette fin est déjà passée : choisissez une date et une heure à venir."
FIN_AVANT_DEBUT = "La fin doit venir après le début."
TROP_LONG = "Un an au plus : choisissez une fin plus proche, vous pourrez la reculer."


def check_dates(*, debut: dt.datetime, fin: dt.datetime, now: dt.datetime) -> None:
    """Raise PerturbationInvalide unless `debut` < `fin`, `fin` to come, within a year."""
    if fin <= debut:
        raise PerturbationInvalide(FIN_AVANT_DEBUT, champ="fin")
    if fin <= now:
        raise PerturbationInvalide(FIN_PASSEE, champ="fin")
    if fin - max(debut, now) > DUREE_MAX:
        raise PerturbationInvalide(TROP_LONG, champ="fin")


@transaction.atomic
def announce(
    *,
    territoire: Territoire,
    gene: str,
    texte: str,
    debut: dt.datetime,
    fin: dt.datetime,
    now: dt.datetime,
    service: Service | None = None,
    lieu: Lieu | None = None,
    auteur: Any = None,
    cle_formulaire: str | None = None,
) -> tuple[Perturbation, bool]:
    """Write it once: `(row, True)`, or the row this form already made and False.

    Aware datetimes. Raises PerturbationInvalide, whose `champ` is a field of the form.
    """
    check_dates(debut=debut, fin=fin, now=now)
    texte = " ".join(texte.split())
    if gene not in Gene.values:
        raise PerturbationInvalide("Dites ce qui change.", champ="nature")
    if not texte:
        raise PerturbationInvalide("Dites en une phrase ce qui se passe.", champ="texte")
    if len(texte) > TEXTE_MAX:
        raise PerturbationInvalide(
            f"Ce texte a {len(texte)} caractères : {TEXTE_MAX} au plus.", champ="texte"
        )
    if not (service or lieu):
        raise PerturbationInvalide("Dites quel service ou quel lieu est touché.", champ="cible")
    if any(x and x.territoire_id != territoire.pk for x in (service, lieu)):
        raise PerturbationInvalide("Ce lieu ou ce service n’est pas de ce territoire.")
    values = {
        "service": service, "lieu": lieu, "gene": gene, "texte": texte, "debut": debut,
        "fin": fin, "auteur": auteur, "cree_le": now,
    }  # fmt: skip
    if cle_formulaire is None:
        return Perturbation.objects.create(territoire=territoire, **values), True
    return Perturbation.objects.get_or_create(
        territoire=territoire, cle_formulaire=cle_formulaire, defaults=values
    )


@transaction.atomic
def change_end(*, perturbation: Perturbation, fin: dt.datetime, now: dt.datetime) -> None:
    """Move the end; PerturbationInvalide when it is past or before the beginning."""
    check_dates(debut=perturbation.debut, fin=fin, now=now)
    perturbation.fin = fin
    perturbation.save(update_fields=["fin"])


@transaction.atomic
def end_now(*, perturbation: Perturbation, now: dt.datetime) -> None:
    """Over at once; one that had not begun is called off and never shows. Twice changes nothing."""
    if perturbation.fin <= now:
        return
    perturbation.debut = min(perturbation.debut, now)
    perturbation.fin = now
    perturbation.save(update_fields=["debut", "fin"])


def rdvs_touched(
    *,
    territoire: Territoire,
    debut: dt.datetime,
    fin: dt.datetime,
    now: dt.datetime,
    service: Service | None = None,
    lieu: Lieu | None = None,
) -> RdvQuerySet:
    """Coming appointments during `[debut, fin)`; at a site, those that are held there in person."""
    rdvs = Rdv.objects.of(territoire).upcoming(now).between(debut, fin)
    if service:
        rdvs = rdvs.filter(motif__service=service)
    if lieu:
        rdvs = rdvs.filter(lieu=lieu, mode=Mode.SUR_PLACE)
    return rdvs


@transaction.atomic
def tell_booked(*, perturbation: Perturbation, now: dt.datetime) -> int:
    """Plan one message for each person booked during it; called twice, nobody is told twice.

    Returns how many appointments are concerned.
    """
    rdvs = rdvs_touched(
        territoire=perturbation.territoire,
        debut=perturbation.debut,
        fin=perturbation.fin,
        now=now,
        service=perturbation.service,
        lieu=perturbation.lieu,
    )
    return plan_disturbance(rdvs=rdvs, perturbation=perturbation, now=now)
