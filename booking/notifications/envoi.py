"""Sending what is due: claim a row, read its Rdv again, compose, send, note the answer.

A row is claimed with a lease by the database's clock, in its own short transaction, and its try
is counted before the call. A sender that dies leaves a lease that runs out: the row is claimed
again and repeats under the same key. Any number of senders may run; none is needed twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from booking.langues import offered
from booking.models import Canal, EtatMessage, Genre, Message, Rdv, Statut
from booking.notifications.canaux import Accuse, EnvoiIncertain, EnvoiManque, EnvoiRefuse
from booking.notifications.canaux.email import send_email
from booking.notifications.canaux.sms import send_sms
from booking.notifications.horloge import Clock, db_now
from booking.notifications.textes import compose_email, compose_sms

logger = logging.getLogger("parvis.messages")

# Wait after the first failure, the second… the last one repeats until the message expires.
REPRISES = tuple(dt.timedelta(seconds=s) for s in (0, 10, 60, 300, 1800, 7200))
# After an answer that never came, the person may have it already: an SMS waits longer.
DOUTE = dt.timedelta(minutes=10)
# A channel that fails this many times running is left alone until the next sweep.
PANNE = 5


@dataclass(slots=True)
class Bilan:
    """What one sweep did: rows by the state it left them in."""

    etats: Counter[str] = field(default_factory=Counter)
    complet: bool = True  # False: stopped at its limit, more remains

    @property
    def total(self) -> int:
        return self.etats.total()


def send_due(*, clock: Clock = db_now, limit: int = 500) -> Bilan:
    """One sweep: handle up to `limit` messages due by `clock`, oldest first."""
    bilan = Bilan()
    failures: Counter[str] = Counter()
    while bilan.total < limit:
        down = [canal for canal, count in failures.items() if count >= PANNE]
        message = claim(clock=clock, without=down)
        if message is None:
            return bilan
        etat = _handle(message, clock)
        bilan.etats[etat] += 1
        missed = etat == EtatMessage.A_ENVOYER
        failures[message.canal] = failures[message.canal] + 1 if missed else 0
        logger.info("message %s %s %s : %s", message.pk, message.genre, message.canal, etat)
    bilan.complet = False
    return bilan


def claim(*, clock: Clock = db_now, without: list[str] | None = None) -> Message | None:
    """Take the oldest message due, for the length of a lease; None when nothing is due.

    On PostgreSQL senders skip each other's rows; on SQLite the immediate transaction makes this
    one the only writer.
    """
    with transaction.atomic():
        now = clock()
        due = Message.objects.due(now).exclude(canal__in=without or [])
        free = due.select_related("usager", "perturbation").select_for_update(
            skip_locked=True, of=("self",)
        )
        message = free.first()
        if message is None:
            return None
        message.etat = EtatMessage.ENVOI
        message.bail = now + dt.timedelta(seconds=settings.PARVIS_BAIL_SECONDES)
        message.essais += 1
        message.save(update_fields=["etat", "bail", "essais"])
    return message


def _handle(message: Message, clock: Clock) -> str:
    """Send one claimed message, or not, and note it. Returns the state it is left in."""
    people = Rdv.objects.with_people().select_related("territoire")
    rdv = people.filter(pk=message.rdv_id).first()
    if clock() >= message.expire:
        return _leave(message, EtatMessage.EXPIRE)
    if rdv is None or not still_true(message, rdv):
        return _leave(message, EtatMessage.ANNULE)
    try:
        with timezone.override(rdv.territoire.zone), translation.override(offered(rdv.langue)):
            accuse = _send(message, rdv)
    except EnvoiRefuse as refusal:
        return _leave(message, EtatMessage.ECHEC, erreur=str(refusal))
    except EnvoiManque as failure:
        return _retry(message, failure, clock())
    except Exception as error:
        # A fault of ours (a text, a setting) must not stop the others, nor be lost.
        logger.exception("message %s : erreur inattendue", message.pk)
        return _retry(message, EnvoiManque(type(error).__name__), clock())
    return _leave(
        message,
        EtatMessage.ENVOYE,
        fournisseur=accuse.fournisseur[:40],
        reference=accuse.reference[:120],
        erreur="",
        envoye_le=clock(),
    )


def still_true(message: Message, rdv: Rdv) -> bool:
    """Does the Rdv still stand as it did when this message was written, for this person?"""
    told = any(p.usager_id == message.usager_id and p.prevenir for p in rdv.participations.all())
    if not told:
        return False
    if message.genre == Genre.ANNULATION:
        return rdv.annule
    if rdv.statut != Statut.A_VENIR:
        return False
    if message.genre == Genre.PERTURBATION and not _still_disturbed(message, rdv):
        return False
    return message.genre == Genre.LIEN or message.sequence == rdv.sequence


def _still_disturbed(message: Message, rdv: Rdv) -> bool:
    """Its end may have been brought forward since: nobody is alarmed for nothing."""
    told = message.perturbation
    return told is not None and told.debut < rdv.fin and told.fin > rdv.debut


def _send(message: Message, rdv: Rdv) -> Accuse:
    if message.canal == Canal.SMS:
        return send_sms(compose_sms(message, rdv))
    return send_email(compose_email(message, rdv))


def _retry(message: Message, failure: EnvoiManque, now: dt.datetime) -> str:
    """Put the row back for later, or call it too late when later is past its use."""
    wait = REPRISES[min(message.essais, len(REPRISES)) - 1]
    if isinstance(failure, EnvoiIncertain) and message.canal == Canal.SMS:
        wait = max(wait, DOUTE)
    erreur = str(failure)
    if now + wait >= message.expire:
        return _leave(message, EtatMessage.EXPIRE, erreur=erreur)
    return _leave(message, EtatMessage.A_ENVOYER, du=now + wait, erreur=erreur)


def _leave(message: Message, etat: EtatMessage, **values: object) -> str:
    """Write the outcome, unless the lease ran out and another sender took the row since."""
    if "erreur" in values:
        values["erreur"] = str(values["erreur"])[:200]
    ours = Message.objects.filter(pk=message.pk, etat=EtatMessage.ENVOI, essais=message.essais)
    if not ours.update(etat=etat, bail=None, **values):
        logger.warning("message %s : bail perdu", message.pk)
    return str(etat)
