"""Opening a use case, changing it, closing it: a référent's journey.

Closing never touches an Rdv: it lowers the ceiling of the motifs (`Motif.plafond`), so that pages
show a telephone, and every line of a site stays for the day it opens again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.text import capfirst

from booking.cas_usage.bibliotheque import read_modele
from booking.cas_usage.format import (
    FORMAT,
    CasDecrit,
    EtapeDecrite,
    MotifDecrit,
    QuestionDecrite,
    ServiceDecrit,
    describe,
)
from booking.errors import CasUsageInvalide
from booking.models import (
    CasUsage,
    Etape,
    EtatCas,
    Motif,
    Organisation,
    PlageOuverture,
    Question,
    Rattachement,
    Rdv,
    Service,
)
from booking.models.rdv import RdvQuerySet
from booking.services.catalogue import RESERVES
from booking.services.etapes import set_etape
from booking.services.questions import PAS
from sectorisation.models import Territoire

FERME = Etape.SECRETARIAT
_ETAPES = {etape: Etape[etape.name] for etape in EtapeDecrite}


@dataclass(slots=True)
class BilanCas:
    """What a description made, and what was there already and is kept as it stands, by name.

    `motifs`: those made.
    """

    cas_usage: CasUsage
    faits: list[str] = field(default_factory=list)
    gardes: list[str] = field(default_factory=list)
    motifs: list[Motif] = field(default_factory=list)

    def note(self, row: Any, *, made: bool) -> None:
        (self.faits if made else self.gardes).append(
            f"{capfirst(row._meta.verbose_name)} « {row} »"
        )


@transaction.atomic
def create_cas_usage(
    *, territoire: Territoire, cas: CasDecrit, modele: str = "", simulate: bool = False
) -> BilanCas:
    """Its services, motifs and questions, in preparation. Met again by slug, a row is kept.

    `simulate` writes nothing. Raises CasUsageInvalide when a motif of the file already belongs to
    another use case.
    """
    row, made = CasUsage.objects.get_or_create(
        territoire=territoire,
        slug=cas.slug,
        defaults={
            "nom": cas.nom,
            "accroche": cas.accroche,
            "modele": modele,
            "ordre": _next_order(CasUsage.objects.of(territoire)),
        },
    )
    bilan = BilanCas(row)
    bilan.note(row, made=made)
    services = {s.slug: _keep_service(territoire, s, bilan) for s in cas.services}
    motifs = {
        m.slug: _keep_motif(row, services[m.service], m, rang, bilan)
        for rang, m in enumerate(cas.motifs, start=1)
    }
    if made:
        for rang, question in enumerate(cas.questions, start=1):
            _ask(row, question, motifs, rang)
    if simulate:
        transaction.set_rollback(True)
    return bilan


@transaction.atomic
def group_new_cas_usage(
    *, territoire: Territoire, nom: str, accroche: str, motifs: Sequence[Motif]
) -> CasUsage:
    """A use case of motifs already there. They go on: it is open as soon as it exists."""
    row = CasUsage.objects.create(
        territoire=territoire,
        nom=nom,
        accroche=accroche,
        etat=EtatCas.OUVERT,
        ordre=_next_order(CasUsage.objects.of(territoire)),
    )
    group_motifs(cas_usage=row, motifs=motifs)
    return row


@transaction.atomic
def create_from_modele(
    *,
    territoire: Territoire,
    code: str,
    nom: str,
    telephone: str,
    horaires_telephone: str,
    etape: int | None,
    organisations: Sequence[Organisation],
    today: dt.date,
) -> BilanCas:
    """A ready-made use case, with what a model cannot know. In preparation, like any other.

    `telephone` goes to its services that have none; `etape` None leaves each motif where the model
    puts it; `organisations` open that far, the others stay at the secrétariat (none named: all
    open). Only motifs made here are set. `today`: the local day.
    """
    cas = read_modele(code).model_copy(update={"nom": nom})
    bilan = create_cas_usage(territoire=territoire, cas=cas, modele=code)
    if telephone:
        Service.objects.filter(motifs__cas_usage=bilan.cas_usage, telephone="").update(
            telephone=telephone, horaires_telephone=horaires_telephone
        )
    for motif in bilan.motifs:
        step = motif.ouverture if etape is None else etape
        everywhere = min(step, FERME) if organisations else step
        set_etape(motif=motif, cible=None, etape=everywhere, today=today)
        for organisation in organisations if step > everywhere else ():
            set_etape(motif=motif, cible=organisation, etape=step, today=today)
    return bilan


@transaction.atomic
def change_cas_usage(
    *, cas_usage: CasUsage, nom: str, accroche: str, motifs: Sequence[Motif]
) -> None:
    """Its address stays that of its first name."""
    cas_usage.nom, cas_usage.accroche = nom, accroche
    cas_usage.save(update_fields=["nom", "accroche"])
    group_motifs(cas_usage=cas_usage, motifs=motifs)


@transaction.atomic
def open_cas_usage(*, cas_usage: CasUsage) -> None:
    """Each motif stands again where its own line, or that of a site, says."""
    cas_usage.motifs.update(plafond=Etape.EN_LIGNE)
    cas_usage.etat = EtatCas.OUVERT
    cas_usage.save(update_fields=["etat"])


@transaction.atomic
def close_cas_usage(*, cas_usage: CasUsage) -> None:
    """Nothing is booked online any more; appointments, links and reminders go on."""
    cas_usage.motifs.update(plafond=FERME)
    cas_usage.etat = EtatCas.FERME
    cas_usage.save(update_fields=["etat"])


@transaction.atomic
def set_ouverture(*, cas_usage: CasUsage, etape: int) -> None:
    """One step for all its motifs; the line of a site still wins over it."""
    if etape not in Etape.values:
        raise CasUsageInvalide("Choisissez une étape dans la liste.", champ="etape")
    cas_usage.motifs.update(ouverture=etape)


@transaction.atomic
def group_motifs(*, cas_usage: CasUsage, motifs: Sequence[Motif]) -> None:
    """These motifs, and no other, make the use case. One that joins a closed use case closes."""
    chosen = {motif.pk for motif in motifs}
    if not chosen:
        raise CasUsageInvalide("Choisissez au moins un motif.", champ="motifs")
    if any(motif.territoire_id != cas_usage.territoire_id for motif in motifs):
        raise CasUsageInvalide("Ce motif n’est pas de ce territoire.", champ="motifs")
    taken = [m for m in motifs if m.cas_usage_id not in (None, cas_usage.pk)]
    if taken:
        raise CasUsageInvalide(
            f"« {taken[0].nom} » est déjà dans un autre cas d’usage.", champ="motifs"
        )
    # Alone, a motif stands where its own line says.
    cas_usage.motifs.exclude(pk__in=chosen).update(cas_usage=None, plafond=Etape.EN_LIGNE)
    Motif.objects.filter(pk__in=chosen, cas_usage=None).update(
        cas_usage=cas_usage, plafond=_ceiling(cas_usage)
    )


def coming_rdvs(*, cas_usage: CasUsage, now: dt.datetime) -> RdvQuerySet:
    """Appointments that closing would leave standing."""
    return Rdv.objects.upcoming(now).filter(motif__cas_usage=cas_usage)


def remaining_work(*, cas_usage: CasUsage, today: dt.date) -> list[str]:
    """What keeps its motifs from being booked, in French. Two queries.

    `today`: the local day.
    """
    motifs = cas_usage.motifs.filter(actif=True).select_related("service")
    plages = PlageOuverture.objects.filter(motifs=OuterRef("pk"), jusqu_au__gte=today)
    without = [m.nom for m in motifs.filter(~Exists(plages), ailleurs_url="").order_by("ordre")]
    said = []
    if without:
        said.append(
            f"Personne ne reçoit encore pour : {', '.join(without)}. Ajoutez des plages d’ouverture."
        )
    maps = {
        m.service.nom
        for m in motifs
        if m.service.couche_id is None and m.rattachement == Rattachement.IMPOSE
    }
    if maps:
        said.append(
            f"Aucune couche de secteurs pour : {', '.join(sorted(maps))}. Tous les lieux sont proposés."
        )
    return said


def describe_cas_usage(cas_usage: CasUsage) -> CasDecrit:
    """What a file says of it. Raises CasUsageInvalide when it has no motif, or words that no file takes."""
    motifs = list(
        cas_usage.motifs.filter(actif=True).select_related("service").order_by("ordre", "nom")
    )
    if not motifs:
        raise CasUsageInvalide("Ce cas d’usage n’a pas encore de motif : il n’y a rien à exporter.")
    services = {motif.service_id: motif.service for motif in motifs}
    words = {int(etape): word.value for word, etape in _ETAPES.items()}
    return describe(
        {
            "format": FORMAT,
            "slug": cas_usage.slug,
            "nom": cas_usage.nom,
            "accroche": cas_usage.accroche,
            "services": [
                {name: getattr(s, name) for name in ServiceDecrit.model_fields}
                for s in services.values()
            ],
            "motifs": [
                {
                    name: getattr(m, name)
                    for name in MotifDecrit.model_fields
                    if name not in ("service", "ouverture")
                }
                | {"service": m.service.slug, "ouverture": words[m.ouverture]}
                for m in motifs
            ],
            "questions": [
                {
                    "libelle": q.libelle,
                    "aide": q.aide,
                    "sorte": q.sorte,
                    "choix": q.choix,
                    "obligatoire": q.obligatoire,
                    "motifs": [m.slug for m in motifs if m in q.motifs.all()],
                }
                for q in cas_usage.questions.prefetch_related("motifs")
            ],
        }
    )


def _keep_service(territoire: Territoire, decrit: ServiceDecrit, bilan: BilanCas) -> Service:
    values = decrit.model_dump(exclude={"slug"}, exclude_none=True)
    row, made = Service.objects.get_or_create(
        territoire=territoire,
        slug=decrit.slug,
        defaults={**values, "ordre": _next_order(Service.objects.of(territoire))},
    )
    bilan.note(row, made=made)
    return row


def _keep_motif(
    cas_usage: CasUsage, service: Service, decrit: MotifDecrit, rang: int, bilan: BilanCas
) -> Motif:
    if decrit.slug in RESERVES:
        raise CasUsageInvalide(f"Aucun motif ne peut s’appeler « {decrit.slug} ».")
    values = decrit.model_dump(exclude={"slug", "service", "ouverture"})
    row, made = Motif.objects.get_or_create(
        territoire=cas_usage.territoire,
        slug=decrit.slug,
        defaults={
            **values,
            "service": service,
            "cas_usage": cas_usage,
            "ordre": rang * PAS,
            "ouverture": _ETAPES[EtapeDecrite(decrit.ouverture)],
            "plafond": _ceiling(cas_usage),
        },
    )
    bilan.note(row, made=made)
    if made:
        bilan.motifs.append(row)
    if row.cas_usage_id is None:
        # It was booked before: it goes on while the use case is prepared.
        row.cas_usage = cas_usage
        row.save(update_fields=["cas_usage"])
    elif row.cas_usage_id != cas_usage.pk:
        raise CasUsageInvalide(
            f"Le motif « {row.nom} » est déjà dans le cas d’usage « {row.cas_usage} »."
        )
    return row


def _ceiling(cas_usage: CasUsage) -> int:
    return Etape.EN_LIGNE if cas_usage.etat == EtatCas.OUVERT else FERME


def _ask(
    cas_usage: CasUsage, decrit: QuestionDecrite, motifs: Mapping[str, Motif], rang: int
) -> None:
    values = decrit.model_dump(exclude={"motifs"})
    question = Question.objects.create(cas_usage=cas_usage, ordre=rang * PAS, **values)
    question.motifs.set([motifs[slug] for slug in decrit.motifs])


def _next_order(rows: Any) -> int:
    last: int | None = rows.aggregate(dernier=Max("ordre"))["dernier"]
    return min((last or 0) + PAS, 32_000)
