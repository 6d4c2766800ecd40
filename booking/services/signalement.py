""" "Ce n'est pas moi": the message reached someone else. Nothing more is sent there."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from booking.models import Rdv, Statut, Usager
from booking.notifications import outbox
from booking.services.liens import new_link

NOTE = "Le contact donné est celui d’une autre personne : il a été effacé."


@transaction.atomic
def report_not_me(*, rdv: Rdv, usager: Usager, now: dt.datetime) -> None:
    """Forget the contact of this usager, drop what was to be sent, revoke the links it carried.

    The Rdv stand: someone may well come. The team reads a note. Said twice, it does nothing more.
    """
    usager = Usager.objects.select_for_update().get(pk=usager.pk)
    if not (usager.telephone or usager.email):
        return
    usager.telephone, usager.telephone_mobile, usager.email = "", False, ""
    usager.save(update_fields=["telephone", "telephone_mobile", "email"])
    coming = Rdv.objects.filter(participations__usager=usager, statut=Statut.A_VENIR).filter(
        fin__gt=now
    )
    for other in {r.pk: r for r in (rdv, *coming)}.values():
        outbox.drop_pending(rdv=other)
        new_link(rdv=other)
        other.note = f"{other.note}\n{NOTE}".strip()
        other.save(update_fields=["note"])
