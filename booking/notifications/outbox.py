"""The outbox: what must be told is written in the transaction that gives the reason to tell it.

Services call these functions after writing the Rdv, whose `sequence` they increase at each move
or cancellation. Texts are composed at sending, from the Rdv as it then is (see envoi.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from booking.models import (
    Canal,
    EtatMessage,
    Genre,
    Message,
    Participation,
    Perturbation,
    Rdv,
    Usager,
    held_for,
)
from booking.models.rdv import RdvQuerySet
from booking.notifications.rappels import DERNIER_RAPPEL, due_reminders, settle_sms
from booking.notifications.sonnette import ring

# A confirmation delivered later than this would surprise more than help.
PEREMPTION = dt.timedelta(days=3)
# One lost-link message per contact in this time, however often it is asked for.
LIEN_TOUTES_LES = 600
# Appointments read, or messages written, at once.
LOT = 1_000
ANNONCES = (Genre.CONFIRMATION, Genre.DEPLACEMENT, Genre.ANNULATION)


def plan_confirmation(
    *, rdv: Rdv, now: dt.datetime, first: Collection[Participation] | None = None
) -> None:
    """Tell that `rdv` is booked (or booked again), and plan its reminders.

    `first`: everyone in an Rdv created in this transaction, for which nothing can be planned yet.
    """
    if first is None:
        drop_pending(rdv=rdv)
    _plan(rdv=rdv, genre=Genre.CONFIRMATION, now=now, reminders=True, first=first)


def plan_change(*, rdv: Rdv, now: dt.datetime) -> None:
    """Tell that `rdv` moved; what was planned for its former start is dropped."""
    drop_pending(rdv=rdv)
    _plan(rdv=rdv, genre=Genre.DEPLACEMENT, now=now, reminders=True)


def plan_cancellation(*, rdv: Rdv, now: dt.datetime, tell: bool = True) -> None:
    """Drop what was planned and, when `tell`, say that `rdv` is cancelled: once."""
    last = rdv.messages.filter(genre__in=ANNONCES).order_by("-pk").values_list("genre", flat=True)
    if last.first() == Genre.ANNULATION:
        return
    drop_pending(rdv=rdv)
    if tell:
        _plan(rdv=rdv, genre=Genre.ANNULATION, now=now)


def plan_link(*, rdv: Rdv, now: dt.datetime) -> None:
    """Send again the link of `rdv`, asked for by its usager: at once, even at night."""
    _plan(rdv=rdv, genre=Genre.LIEN, now=now, suffix=f":{int(now.timestamp()) // LIEN_TOUTES_LES}")


def plan_disturbance(*, rdvs: RdvQuerySet, perturbation: Perturbation, now: dt.datetime) -> int:
    """Tell that the day of each of `rdvs` is disturbed: once for a disturbance, whoever asks again.

    A few queries for each thousand; returns how many appointments are concerned.
    """
    told = Prefetch("participations", queryset=_to_be_told(), to_attr="a_prevenir")
    rdvs = rdvs.select_related("territoire").prefetch_related(told).order_by("pk")
    total, rows = 0, []
    for rdv in rdvs.iterator(chunk_size=LOT):
        total += 1
        rows += _rows(
            rdv=rdv,
            participations=rdv.a_prevenir,  # type: ignore[attr-defined]
            genre=Genre.PERTURBATION,
            now=now,
            suffix=f":{perturbation.pk}",
            perturbation=perturbation,
        )
        if len(rows) >= LOT:
            _write(rows, now=now)
            rows = []
    _write(rows, now=now)
    return total


def drop_pending(*, rdv: Rdv) -> None:
    """Nothing planned about `rdv` leaves any more, but the link someone is waiting for.

    A message being sent is not touched: its sender re-reads the Rdv.
    """
    rdv.messages.waiting().exclude(genre=Genre.LIEN).update(etat=EtatMessage.ANNULE)


def _plan(
    *,
    rdv: Rdv,
    genre: Genre,
    now: dt.datetime,
    reminders: bool = False,
    suffix: str = "",
    first: Collection[Participation] | None = None,
) -> None:
    """Write the rows of one event for everyone to be told, and ring. Nothing for a past Rdv."""
    if rdv.debut <= now:
        return
    rows = _rows(
        rdv=rdv,
        participations=_to_be_told().filter(rdv=rdv)
        if first is None
        else [participation for participation in first if participation.prevenir],
        genre=genre,
        now=now,
        reminders=reminders,
        suffix=suffix,
    )
    _write(rows, now=now, first=first is not None)


def _rows(
    *,
    rdv: Rdv,
    participations: Iterable[Participation],
    genre: Genre,
    now: dt.datetime,
    reminders: bool = False,
    suffix: str = "",
    perturbation: Perturbation | None = None,
) -> list[Message]:
    """One message a person and a channel, and as many reminders as remain useful."""
    zone = rdv.territoire.zone
    expire = min(rdv.debut, now + PEREMPTION)
    rappels: list[tuple[int, dt.datetime]] = []
    if reminders:
        rappels = due_reminders(debut=rdv.debut, heures=held_for(rdv).rappels, now=now, zone=zone)
    rows = []
    for usager, canal, qui in _recipients(participations):
        lot = [(genre, now, expire, suffix)]
        lot += [(Genre.RAPPEL, du, rdv.debut - DERNIER_RAPPEL, f":{h}") for h, du in rappels]
        for sorte, du, trop_tard, fin_de_cle in lot:
            if canal == Canal.SMS and sorte != Genre.LIEN:
                du = settle_sms(du, debut=rdv.debut, now=now, zone=zone)
            rows.append(
                Message(
                    territoire_id=rdv.territoire_id,
                    cle=f"{rdv.uid}:{sorte}:{canal}:{rdv.sequence}{fin_de_cle}{qui}",
                    rdv=rdv,
                    usager=usager,
                    genre=sorte,
                    perturbation=perturbation,
                    canal=canal,
                    sequence=rdv.sequence,
                    du=du,
                    expire=trop_tard,
                )
            )
    return rows


def _write(rows: list[Message], *, now: dt.datetime, first: bool = False) -> None:
    if not first:
        _give_keys_back(rows)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.du <= now for row in rows):
        transaction.on_commit(ring, robust=True)


def _to_be_told() -> QuerySet[Participation]:
    """Those who asked to be told, in the order they were written down."""
    return Participation.objects.filter(prevenir=True).select_related("usager").order_by("pk")


def _recipients(
    participations: Iterable[Participation],
) -> Iterator[tuple[Usager, Canal, str]]:
    """Who is told, by which channel, and what tells their key from the first person's.

    An address or number shared by two people of one Rdv is used once.
    """
    told: set[str] = set()
    for rank, participation in enumerate(participations):
        usager = participation.usager
        qui = f":{usager.uid}" if rank else ""
        if usager.email and usager.email.lower() not in told:
            told.add(usager.email.lower())
            yield usager, Canal.EMAIL, qui
        if usager.telephone and usager.telephone_mobile and usager.telephone not in told:
            told.add(usager.telephone)
            yield usager, Canal.SMS, qui


def _give_keys_back(rows: list[Message]) -> None:
    """A row dropped before its first try leaves its key to the one that replaces it."""
    keys = [row.cle for row in rows]
    Message.objects.filter(cle__in=keys, etat=EtatMessage.ANNULE, essais=0).delete()
